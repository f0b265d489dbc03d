"""What mysql-boot decides, without a machine to decide about: python3 -m unittest discover --start-directory ansible/tests

What it does to real servers, volumes and secrets is for the self-tests of the image, in modules/verification.
"""
import contextlib
import importlib.machinery
import importlib.util
import json
import os
import pathlib
import subprocess
import sys
import tempfile
import types
import unittest
from unittest import mock

sys.dont_write_bytecode = True  # beside the program, it would become a part of the image
PROGRAM = pathlib.Path(__file__).parents[1] / "roles/mysql/files/mysql-boot"
MIB = 1024 * 1024


def load():
    loader = importlib.machinery.SourceFileLoader("mysql_boot", str(PROGRAM))
    module = importlib.util.module_from_spec(importlib.util.spec_from_loader("mysql_boot", loader))
    loader.exec_module(module)
    return module


boot = load()


def done(code=0, out="", err=""):
    return subprocess.CompletedProcess([], code, out, err)


class Settings(unittest.TestCase):
    def problems(self, **settings):
        return list(boot.problems_of(settings))

    def read(self, text):
        with tempfile.TemporaryDirectory() as folder:
            path = pathlib.Path(folder, "boot.json")
            path.write_text(text, encoding="utf-8")
            with mock.patch.object(boot, "SETTINGS", path):
                return boot.read_settings()

    def test_settings_of_the_local_mirror_are_right(self):
        self.read((PROGRAM.parents[4] / "compose/database/boot.json").read_text(encoding="utf-8"))

    def test_example_of_the_readme_is_right(self):
        readme = (PROGRAM.parents[3] / "README.md").read_text(encoding="utf-8")
        self.read(readme.split("```json\n")[1].split("```")[0])

    def test_everything_that_is_wrong_is_named_at_once(self):
        with self.assertRaises(boot.Problem) as raised:
            self.read(
                json.dumps(
                    {
                        "names": ["database.internal", "two words", 3],
                        "data_volume": "volume",
                        "users": [
                            "wordpress",
                            {"name": "a'b", "credential": "a"},
                            {"name": "a"},
                            {"name": "a", "credential": "a", "privilege": []},
                            {"name": "a", "credential": "a", "privileges": ["SELECT; DROP"], "host": "%'"},
                        ],
                        "tls": {"certificate": "server"},
                        "replication": {"role": "replica", "user": "follower", "credential": "follower"},
                        "options": {"Bind Address": 1, "init_connect": "a\nb", "sql_mode": ["STRICT"], "log_raw": None},
                    }
                )
            )

        self.assertEqual(
            str(raised.exception).replace(str(boot.SETTINGS), "").split(": ", 1)[1].split("; "),
            [
                'data_volume is "volume", perhaps you should use vol-[0-9a-f]+|/dev/[A-Za-z0-9/_.:-]+',
                'names[1] is "two words", perhaps you should use [A-Za-z0-9*_.-]+',
                "names[2] is 3, perhaps you should use [A-Za-z0-9*_.-]+",
                'the name of an option is "Bind Address", perhaps you should use [a-z][a-z0-9_.-]*',
                'options.init_connect is "a\\nb", perhaps you should use a number or a string of one line',
                'options.sql_mode is ["STRICT"], perhaps you should use a number or a string of one line',
                "options.log_raw is null, perhaps you should use a number or a string of one line",
                "users[0] is not a JSON object, perhaps you should compare it with the role's README",
                "users[1].name is \"a'b\", perhaps you should use [A-Za-z0-9_$]+",
                "users[2].credential is missing, perhaps you should add it",
                '"users[3].privilege" is not a setting, perhaps you meant one of credential, host, name, privileges',
                "users[4].host is \"%'\", perhaps you should use [A-Za-z0-9_.:%/-]+",
                'users[4].privileges is "SELECT',
                'DROP", perhaps you should use [A-Z][A-Z_ ]*',
                'users[4].privileges are for a schema and there is none, perhaps you should set "schema"',
                "tls.key is missing, perhaps you should add it",
                "replication.source is missing, perhaps you should add it",
            ],
        )

    def test_what_is_no_object_is_refused(self):
        with self.assertRaisesRegex(boot.Problem, "the whole is not a JSON object"):
            self.read("[]")
        with self.assertRaisesRegex(boot.Problem, "is not JSON .*, perhaps you should correct it"):
            self.read("{")
        self.assertIn('"tls" is not a JSON object, perhaps you should correct it', self.problems(tls="server"))

    def test_secret_that_is_used_has_to_be_named(self):
        self.assertEqual(
            self.problems(
                schema="wordpress",
                users=[{"name": "wordpress", "credential": "wordpress", "privileges": ["SELECT"]}],
                replication={"role": "source", "user": "follower", "credential": "follower"},
                tls={"certificate": "server_certificate", "key": "server_key"},
                credentials={"source": "secrets-manager", "secrets": {"server_key": "arn", "wordpress": {"key": "password"}}},
            ),
            [
                "credentials.secrets.wordpress.id is missing, perhaps you should add it",
                'credentials.secrets names no secret for "follower", perhaps you should add it',
                'credentials.secrets names no secret for "mysql_root_password", perhaps you should add it',
                'credentials.secrets names no secret for "server_certificate", perhaps you should add it',
            ],
        )

    def test_source_of_credentials_has_two_names(self):
        self.assertEqual(
            self.problems(credentials={"source": "vault"}),
            ['credentials.source is "vault", perhaps you should use files|secrets-manager'],
        )


class Volume(unittest.TestCase):
    """With a file in the place of a device, whose first and last MiB are what decides."""

    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.addCleanup(self.folder.cleanup)
        self.device = pathlib.Path(self.folder.name, "device")
        with self.device.open("wb") as file:
            file.truncate(8 * MIB)
        self.commands = []
        self.probed = done(2)
        self.grown = done()
        patches = [
            mock.patch.object(boot, "run", self.run_command),
            mock.patch.object(boot, "await_device", lambda name: str(self.device)),
            mock.patch.object(boot, "VOLUME", pathlib.Path(self.folder.name, "volume")),
        ]
        for patch in patches:
            patch.start()
            self.addCleanup(patch.stop)

    def run_command(self, *command, check=True):
        self.commands.append(command[0])
        if command[0] == "mkfs.ext4":
            self.probed = done(0, "ext4\n")
        return {"blkid": self.probed, "resize2fs": self.grown}.get(command[0], done())

    def write(self, place, content=b"x"):
        with self.device.open("r+b") as file:
            file.seek(place)
            file.write(content)

    def test_empty_volume_gets_a_file_system(self):
        boot.mount("vol-1")

        self.assertEqual(self.commands, ["blkid", "mkfs.ext4", "mount", "blkid", "resize2fs"])

    def test_volume_with_a_file_system_is_mounted_and_grows(self):
        self.probed = done(0, "ext4\n")

        boot.mount("vol-1")

        self.assertEqual(self.commands, ["blkid", "mount", "blkid", "resize2fs"])

    def test_volume_that_cannot_grow_is_used_as_it_is(self):
        self.probed = done(0, "ext4\n")
        self.grown = done(1, "", "Bad magic")
        with mock.patch.object(boot, "say") as say:
            boot.mount("vol-1")

        self.assertIn("cannot grow with its volume (Bad magic)", say.call_args.args[0])

    def test_only_ext4_is_grown(self):
        self.probed = done(0, "xfs\n")

        boot.mount("vol-1")

        self.assertNotIn("resize2fs", self.commands)

    def test_unknown_content_at_either_end_is_left_alone(self):
        for place in (0, MIB - 1, 7 * MIB, 8 * MIB - 1):
            with self.subTest(place=place):
                self.write(place)
                with self.assertRaisesRegex(boot.Problem, "holds something .*: it is left alone"):
                    boot.mount("vol-1")
                self.write(place, b"\0")
        self.assertNotIn("mkfs.ext4", self.commands)

    def test_device_that_cannot_be_read_is_left_alone(self):
        def refuse(*_):
            raise OSError(5, os.strerror(5))

        with mock.patch.object(boot, "open", refuse, create=True):
            with self.assertRaisesRegex(boot.Problem, r"cannot be read \(Input/output error\), .*: it is left alone"):
                boot.mount("vol-1")
        self.assertEqual(self.commands, ["blkid"])

    def test_device_without_a_size_is_left_alone(self):
        os.truncate(self.device, 0)

        with self.assertRaisesRegex(boot.Problem, "has no size, .*: it is left alone"):
            boot.mount("vol-1")

    def test_ambivalent_content_is_left_alone(self):
        self.probed = done(8, "", "ambivalent result")

        with self.assertRaisesRegex(boot.Problem, "ambivalent result"):
            boot.mount("vol-1")
        self.assertEqual(self.commands, ["blkid"])

    def test_other_volume_at_its_place_is_refused(self):
        boot.VOLUME.mkdir()
        with mock.patch.object(os.path, "ismount", lambda path: True):
            with self.assertRaisesRegex(boot.Problem, "something else than .* is mounted at"):
                boot.mount("vol-1")


class Device(unittest.TestCase):
    def test_volume_of_a_xen_machine_has_to_be_named_by_its_attachment(self):
        with mock.patch.object(boot, "hypervisor", lambda: "xen"):
            with self.assertRaisesRegex(boot.Problem, 'set "data_volume" to the name of the attachment, such as /dev/sdf'):
                boot.await_device("vol-0123456789abcdef0")

    def test_device_that_does_not_appear_is_named(self):
        with mock.patch.object(boot, "DEVICE_WAIT_SECONDS", -1):
            with self.assertRaisesRegex(boot.Problem, "none of /dev/disk/by-id/nvme-Amazon_Elastic_Block_Store_vol0123 appeared"):
                boot.await_device("vol-0123")
            with self.assertRaisesRegex(boot.Problem, "none of /dev/sdnone, /dev/xvdnone appeared"):
                boot.await_device("/dev/sdnone")


class Exceptions(types.ModuleType):
    """The names of botocore.exceptions that mysql-boot knows."""

    class BotoCoreError(Exception):
        pass

    class ClientError(Exception):
        def __init__(self, code, status=400):
            super().__init__(code)
            self.response = {"Error": {"Code": code}, "ResponseMetadata": {"HTTPStatusCode": status}}

    class CredentialRetrievalError(BotoCoreError):
        pass

    class HTTPClientError(BotoCoreError):
        pass

    class MetadataRetrievalError(BotoCoreError):
        pass

    class NoCredentialsError(BotoCoreError):
        pass


class Secrets(unittest.TestCase):
    """Secrets Manager's client answers what a list says, and time passes by sleeping."""

    def setUp(self):
        self.now = 0
        self.clients = 0
        self.answers = []
        self.exceptions = Exceptions("botocore.exceptions")
        config = types.ModuleType("botocore.config")
        config.Config = lambda **_: None
        boto3 = types.ModuleType("boto3")
        boto3.session = types.SimpleNamespace(Session=lambda: types.SimpleNamespace(client=self.client))
        botocore = types.ModuleType("botocore")
        botocore.exceptions = self.exceptions
        self.modules = {
            "boto3": boto3,
            "botocore": botocore,
            "botocore.config": config,
            "botocore.exceptions": self.exceptions,
        }
        self.said = []
        patches = [
            mock.patch.dict(sys.modules, self.modules),
            mock.patch.object(boot.time, "monotonic", lambda: self.now),
            mock.patch.object(boot.time, "sleep", self.sleep),
            mock.patch.object(boot, "say", self.said.append),
        ]
        for patch in patches:
            patch.start()
            self.addCleanup(patch.stop)
        self.credentials = boot.Credentials(
            {"source": "secrets-manager", "secrets": {"plain": "plain", "inside": {"id": "inside", "key": "word"}}}
        )

    def sleep(self, seconds):
        self.now += seconds

    def client(self, service, **_):
        self.assertEqual(service, "secretsmanager")
        self.clients += 1
        return types.SimpleNamespace(get_secret_value=self.answer)

    def answer(self, SecretId):  # pylint: disable=invalid-name # as boto3 calls it
        answer = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        if isinstance(answer, Exception):
            raise answer
        return {"SecretString": answer} if isinstance(answer, str) else answer

    def test_secret_is_the_password_or_holds_it(self):
        self.answers = ["a password", '{"word": "another"}']

        self.assertEqual(self.credentials.of("plain"), "a password")
        self.assertEqual(self.credentials.of("inside"), "another")
        self.assertEqual(self.clients, 1)

    def test_password_may_look_like_the_beginning_of_json(self):
        for password in ("{" * 4 + "a1B", "[]", "12345678", '"quoted"'):
            with self.subTest(password):
                self.answers = [password]
                self.credentials.known.clear()

                self.assertEqual(self.credentials.of("plain"), password)

    def test_secret_without_the_key_is_refused(self):
        for secret in ("a password", '"password"', '{"password": "another"}', "[]"):
            with self.subTest(secret):
                self.answers = [secret]

                with self.assertRaisesRegex(boot.Problem, 'secret inside has no key "word", perhaps you should name'):
                    self.credentials.of("inside")

    def test_what_arrives_late_is_waited_for_with_a_new_client_each_time(self):
        self.answers = [
            self.exceptions.NoCredentialsError("Unable to locate credentials"),
            self.exceptions.ClientError("AccessDeniedException"),
            self.exceptions.ClientError("ThrottlingException"),
            self.exceptions.HTTPClientError("no way"),
            self.exceptions.ClientError("Whatever", 503),
            "a password",
        ]

        self.assertEqual(self.credentials.of("plain"), "a password")
        self.assertEqual(self.now, 1 + 2 + 4 + 8 + 16)
        self.assertEqual(self.clients, 6)
        self.assertEqual(
            self.said[0], "secret plain cannot be fetched yet (Unable to locate credentials): trying again in 1 s"
        )
        self.assertEqual(len(self.said), 5)

    def test_waiting_ends(self):
        self.answers = [self.exceptions.ClientError("AccessDeniedException")]

        with self.assertRaisesRegex(boot.Problem, "secret plain cannot be fetched .*perhaps you should allow"):
            self.credentials.of("plain")
        self.assertLessEqual(self.now, boot.SECRETS_WAIT_SECONDS)
        self.assertGreater(self.now, boot.SECRETS_WAIT_SECONDS - 2 * boot.LONGEST_PAUSE_SECONDS)

    def test_all_secrets_share_one_time(self):
        self.answers = ["a password"]
        self.credentials.of("plain")
        self.now = boot.SECRETS_WAIT_SECONDS
        self.answers = [self.exceptions.ClientError("AccessDeniedException")]

        with self.assertRaises(boot.Problem):
            self.credentials.of("inside")
        self.assertEqual(self.said, [])

    def test_what_does_not_pass_stops_at_once(self):
        for error in (self.exceptions.ClientError("ResourceNotFoundException"), self.exceptions.BotoCoreError("no region")):
            with self.subTest(error=error):
                self.answers = [error]
                with self.assertRaisesRegex(boot.Problem, "perhaps you should allow secretsmanager:GetSecretValue"):
                    self.credentials.of("plain")
        self.assertEqual(self.now, 0)

    def test_secret_of_bytes_or_without_the_key_is_refused(self):
        self.answers = [{"SecretBinary": b"x"}]
        with self.assertRaisesRegex(boot.Problem, "secret plain is not text, perhaps you should"):
            self.credentials.of("plain")
        self.answers = ['{"password": "x"}']
        with self.assertRaisesRegex(boot.Problem, 'secret inside has no key "word", perhaps you should'):
            self.credentials.of("inside")

    def test_missing_boto3_is_named(self):
        for module in ("boto3", "botocore.exceptions"):
            with self.subTest(module=module), mock.patch.dict(sys.modules, {module: None}):
                with self.assertRaisesRegex(boot.Problem, "boto3 cannot be loaded .*mysql_secrets_manager"):
                    self.credentials.of("plain")


class Server(unittest.TestCase):
    """Real processes in the place of mysqld."""

    def setUp(self):
        patches = [
            mock.patch.object(boot, "as_mysql", None),
            mock.patch.object(boot, "signal_mysql", lambda process, number: process.send_signal(number)),
            mock.patch.object(boot.PrivateServer, "answers", lambda _: True),
        ]
        for patch in patches:
            patch.start()
            self.addCleanup(patch.stop)

    def server(self, script):
        server = boot.PrivateServer("/data")
        server.command = ["sh", "-c", script]
        return server

    @contextlib.contextmanager
    def awaited(self, script):
        """Answers when the script has written that it is ready."""
        with tempfile.TemporaryDirectory() as folder:
            ready = pathlib.Path(folder, "ready")
            with mock.patch.object(boot.PrivateServer, "answers", lambda _: ready.exists()):
                yield self.server(script.replace("READY", f"touch {ready}"))

    def test_server_that_ends_well_is_believed(self):
        with self.awaited("trap 'exit 0' TERM; READY; while :; do sleep 0.01; done") as server, server:
            pass

        self.assertEqual(server.process.returncode, 0)

    def test_server_that_crashed_is_not_believed(self):
        with self.assertRaisesRegex(boot.Problem, "mysqld ended with code -9 after the statements"):
            with self.server("kill -KILL $$") as server:
                server.process.wait()

    def test_server_that_ends_badly_is_not_believed(self):
        with self.assertRaisesRegex(boot.Problem, "mysqld ended with code 3 after the statements"):
            with self.awaited("trap 'exit 3' TERM; READY; while :; do sleep 0.01; done") as server, server:
                pass

    def test_server_that_does_not_end_is_killed_and_not_believed(self):
        with mock.patch.object(boot, "SERVER_WAIT_SECONDS", 0.5):
            with self.assertRaisesRegex(boot.Problem, "did not end within 0.5 s and was killed"):
                with self.awaited("trap '' TERM; READY; while :; do sleep 0.01; done") as server, server:
                    pass

        self.assertEqual(server.process.returncode, -9)

    def test_what_went_wrong_before_is_what_is_told(self):
        with self.assertRaisesRegex(boot.Problem, "the statements"):
            with self.server("kill -KILL $$") as server:
                server.process.wait()
                raise boot.Problem("the statements")

    def test_server_that_never_answers_is_ended(self):
        with mock.patch.object(boot, "SERVER_WAIT_SECONDS", 0.2), mock.patch.object(boot.PrivateServer, "answers", lambda _: False):
            server = self.server("exec sleep 60")
            with self.assertRaisesRegex(boot.Problem, "did not answer within 0.2 s"):
                server.__enter__()

        self.assertIsNotNone(server.process.returncode)

    def test_crashed_first_start_leaves_no_data(self):
        with tempfile.TemporaryDirectory() as folder:
            volume = pathlib.Path(folder)
            crashed = mock.patch.object(boot.PrivateServer, "__exit__", side_effect=boot.Problem("crashed"))
            with contextlib.ExitStack() as stack:
                for name, value in {
                    "VOLUME": volume,
                    "STAGING": volume / "data.new",
                    "DATA": volume / "data",
                    "REPLICATION": volume / "replication.json",
                    "own": lambda path, mode: path.mkdir(),
                    "statements": lambda settings, credentials: [],
                    "say": lambda text: None,
                }.items():
                    stack.enter_context(mock.patch.object(boot, name, value))
                stack.enter_context(mock.patch.object(boot.subprocess, "run", lambda *_, **__: done()))
                stack.enter_context(mock.patch.object(boot.PrivateServer, "__enter__", mock.Mock()))
                stack.enter_context(crashed)
                with self.assertRaisesRegex(boot.Problem, "crashed"):
                    boot.first_start({}, boot.Credentials({}))

            self.assertEqual([path.name for path in volume.iterdir()], ["data.new"])


class Preparation(unittest.TestCase):
    def test_nobody_reaches_a_server_that_is_half_made(self):
        modes = []
        with tempfile.TemporaryDirectory() as folder, contextlib.ExitStack() as stack:
            runtime = pathlib.Path(folder, "mysqld")

            def note_mode(*_):
                modes.append(oct(runtime.stat().st_mode & 0o777))

            def own(path, mode):
                path.mkdir(exist_ok=True)
                path.chmod(mode)

            for name, value in {
                "RUNTIME": runtime,
                "VOLUME": pathlib.Path(folder, "volume"),
                "BINARY_LOG": pathlib.Path(folder, "binlog"),
                "NOT_LOADED": pathlib.Path(folder, "not-loaded"),
                "DATA": pathlib.Path(folder, "data"),
                "own": own,
                "read_settings": dict,
                "private_address": lambda: "10.0.0.1",
                "write_options": lambda *_: None,
                "make_certificate": lambda *_: None,
                "first_start": note_mode,
                "set_up_replication": note_mode,
            }.items():
                stack.enter_context(mock.patch.object(boot, name, value))
            boot.prepare()
            note_mode()
            boot.DATA.mkdir()
            boot.prepare()

        self.assertEqual(modes, ["0o700", "0o755", "0o700"])


class Client(unittest.TestCase):
    def test_is_root_by_a_login_that_is_gone_afterwards(self):
        seen = []

        def run_mysql(command, check):
            login = pathlib.Path(command[1].split("=", 1)[1])
            seen.append((command, login, login.read_text(encoding="utf-8"), login.stat().st_mode & 0o777))
            return done(3)

        with tempfile.TemporaryDirectory() as folder, contextlib.ExitStack() as stack:
            credentials = boot.Credentials({})
            credentials.known["mysql_root_password"] = "a secret"
            for name, value in {
                "RUNTIME": pathlib.Path(folder),
                "Credentials": lambda _: credentials,
                "read_settings": dict,
            }.items():
                stack.enter_context(mock.patch.object(boot, name, value))
            stack.enter_context(mock.patch.object(boot.subprocess, "run", run_mysql))
            stack.enter_context(mock.patch.object(boot.os, "geteuid", lambda: 0))
            code = boot.main(["client", "--batch"])
            command, login, text, mode = seen[0]
            gone = not login.exists()

        self.assertEqual((code, command[0], command[2:], mode, gone), (3, "mysql", ["--batch"], 0o600, True))
        self.assertIn('password = "a secret"', text)
        self.assertNotIn("a secret", " ".join(command))

    def test_is_for_root(self):
        with mock.patch.object(boot.os, "geteuid", lambda: 1000), mock.patch.object(boot, "say", lambda _: None):
            self.assertEqual(boot.main(["client"]), 1)


class Renewal(unittest.TestCase):
    def test_certificate_is_loaded_until_the_server_takes_it(self):
        made = [True, False, False]
        answers = [done(1, "", "Access denied"), done(0)]
        asked = []

        def ask(*command, text, check):
            login = pathlib.Path(command[1].split("=", 1)[1])
            asked.append((login.read_text(encoding="utf-8"), login.stat().st_mode & 0o777, text, check))
            return answers.pop(0)

        with tempfile.TemporaryDirectory() as folder, contextlib.ExitStack() as stack:
            credentials = boot.Credentials({})
            credentials.known["mysql_root_password"] = 'a "quoted" \\ #word'
            for name, value in {
                "RUNTIME": pathlib.Path(folder),
                "NOT_LOADED": pathlib.Path(folder, "not-loaded"),
                "Credentials": lambda _: credentials,
                "read_settings": dict,
                "private_address": lambda: "10.0.0.1",
                "make_certificate": lambda *_: made.pop(0),
                "say": lambda _: None,
                "run": ask,
            }.items():
                stack.enter_context(mock.patch.object(boot, name, value))
            with self.assertRaisesRegex(boot.Problem, r"does not take its new certificate \(Access denied\), perhaps"):
                boot.renew()
            boot.renew()
            boot.renew()

        self.assertEqual(len(asked), 2)
        login, mode, text, _ = asked[1]
        self.assertIn('password = "a \\"quoted\\" \\\\ #word"', login)
        self.assertEqual((mode, text), (0o600, "ALTER INSTANCE RELOAD TLS"))


class Report(unittest.TestCase):
    """What a replica's server says is told to CloudWatch's client, which keeps it here."""

    FOLLOWS = "  Source_Host: source\n  Seconds_Behind_Source: 17\n  Last_IO_Error: \n  Last_SQL_Error: \n"
    STOPPED = "  Seconds_Behind_Source: NULL\n  Last_IO_Error: Cannot replicate: purged\n  Last_SQL_Error: \n"
    METRICS = {"namespace": "stack/database", "region": "eu-west-3"}

    def setUp(self):
        self.told = []
        self.asked = []
        self.clients = []
        self.answer = done(0, self.FOLLOWS)
        self.refusal = None
        self.exceptions = Exceptions("botocore.exceptions")
        self.settings = {"replication": {"role": "replica"}, "metrics": self.METRICS}
        patches = [
            mock.patch.dict(sys.modules, {"botocore.exceptions": self.exceptions}),
            mock.patch.object(boot, "read_settings", lambda: self.settings),
            mock.patch.object(boot, "ask", self.ask),
            mock.patch.object(boot, "client_of", self.client),
        ]
        for patch in patches:
            patch.start()
            self.addCleanup(patch.stop)

    def ask(self, settings, credentials, *statement):
        self.asked.append(statement)
        return self.answer

    def client(self, *arguments):
        self.clients.append(arguments)
        return types.SimpleNamespace(put_metric_data=self.put)

    def put(self, **arguments):
        if self.refusal:
            raise self.refusal
        self.told.append(arguments)

    def test_replica_says_how_far_it_is_behind(self):
        boot.report()

        self.assertEqual(self.asked, [("SHOW REPLICA STATUS", "--vertical")])
        self.assertEqual(self.clients, [("cloudwatch", "eu-west-3", None)])
        self.assertEqual(
            self.told,
            [
                {
                    "Namespace": "stack/database",
                    "MetricData": [{"MetricName": "ReplicationLag", "Unit": "Seconds", "Value": 17}],
                }
            ],
        )

    def test_replica_that_does_not_follow_is_silent(self):
        for out, words in ((self.STOPPED, "Cannot replicate: purged"), ("", "without an error")):
            with self.subTest(words=words):
                self.answer = done(0, out)
                with self.assertRaisesRegex(boot.Problem, rf"does not follow its source \({words}\), perhaps"):
                    boot.report()
        self.assertEqual(self.told, [])

    def test_server_that_does_not_answer_is_silent(self):
        self.answer = done(1, "", "Access denied")

        with self.assertRaisesRegex(boot.Problem, r"does not say how far it is behind \(Access denied\), perhaps"):
            boot.report()
        self.assertEqual(self.told, [])

    def test_refusal_of_cloudwatch_is_told(self):
        for self.refusal in (self.exceptions.ClientError("AccessDenied"), self.exceptions.BotoCoreError("no way")):
            with self.assertRaisesRegex(boot.Problem, "does not take the metric .*cloudwatch:PutMetricData in namespace stack/"):
                boot.report()

    def test_nothing_is_told_of_another_server_or_to_nobody(self):
        for self.settings in (
            {"replication": {"role": "source"}, "metrics": self.METRICS},
            {"metrics": self.METRICS},
            {"replication": {"role": "replica"}},
        ):
            boot.report()
        self.assertEqual((self.asked, self.told), ([], []))

    def test_metrics_have_a_namespace_that_is_not_of_aws(self):
        self.assertEqual(
            list(boot.problems_of({"metrics": {"namespace": "AWS/EC2"}})),
            [
                'metrics.namespace is "AWS/EC2", perhaps you should use (?!AWS/)[A-Za-z0-9][A-Za-z0-9_./-]*',
                "metrics.region is missing, perhaps you should add it",
            ],
        )


class Replication(unittest.TestCase):
    def statements(self, before, **replication):
        settings = {"replication": {"user": "follower", "credential": "follower", **replication}} if replication else {}
        credentials = boot.Credentials({})
        credentials.known["follower"] = "it's a secret"
        return list(boot.replication_statements(settings, credentials, before))

    def test_source_has_an_account_for_its_replicas(self):
        self.assertEqual(
            self.statements({}, role="source", host="10.0.0.0/16"),
            [
                "CREATE USER IF NOT EXISTS 'follower'@'10.0.0.0/16' IDENTIFIED BY 'it''s a secret' REQUIRE SSL",
                "GRANT REPLICATION SLAVE ON *.* TO 'follower'@'10.0.0.0/16'",
            ],
        )

    def test_replica_follows(self):
        (statement,) = self.statements({}, role="replica", source="source")

        self.assertIn("SOURCE_HOST = 'source', SOURCE_USER = 'follower', SOURCE_PASSWORD = 'it''s a secret'", statement)

    def test_replica_that_becomes_a_source_follows_nobody(self):
        self.assertEqual(self.statements({"role": "replica", "source": "source"}, role="source")[0], "RESET REPLICA ALL")

    def test_replica_that_becomes_a_server_of_its_own_follows_nobody(self):
        self.assertEqual(self.statements({"role": "replica", "source": "source"}), ["RESET REPLICA ALL"])

    def test_source_that_needs_to_be_one_no_longer_is_left_alone(self):
        self.assertEqual(self.statements({"role": "source"}), [])


if __name__ == "__main__":
    unittest.main()
