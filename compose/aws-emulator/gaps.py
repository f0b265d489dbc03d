"""What MiniStack does otherwise than AWS, and how each of these gaps is closed: here and nowhere else.

A gap has a name, a sentence about what MiniStack does, and a cure. Cures replace functions of MiniStack before it
starts; a function that is no longer there is an error, so that a new version is looked at. For each gap there is a test
that shows it on an emulator without the cure (GapsIT), which fails when MiniStack closes the gap itself.
"""

import base64
import contextvars
import functools
import hashlib
import http.client
import inspect
import io
import ipaddress
import itertools
import json
import os
import random
import re
import secrets
import socket
import tarfile
import threading
import time
from dataclasses import dataclass
from typing import Any, Callable
from xml.sax.saxutils import escape

import yaml
from ministack.core import container_reaper
from ministack.core.responses import get_account_id, get_region
from ministack.services import (
    alb,
    autoscaling,
    cloudwatch,
    cloudwatch_logs,
    ec2,
    ecs,
    efs,
    rds,
    route53,
    secretsmanager,
    ssm,
    tagging,
    waf,
)
from ministack.services.cloudformation import provisioners


@dataclass(frozen=True)
class Gap:
    name: str
    what: str
    cure: Callable[[], None]


GAPS: list[Gap] = []


def gap(what: str) -> Callable[[Callable[[], None]], Callable[[], None]]:
    """Enters a cure under the name of its function."""

    def enter(cure: Callable[[], None]) -> Callable[[], None]:
        GAPS.append(Gap(cure.__name__.replace("_", "-"), what, cure))
        return cure

    return enter


def replace(module: Any, name: str, make: Callable[[Callable[..., Any]], Callable[..., Any]]) -> None:
    """Puts make(f) in the place of the module's function f, also where actions are looked up."""
    before = getattr(module, name)
    after = functools.wraps(before)(make(before))
    setattr(module, name, after)
    actions = getattr(module, "_ACTION_MAP", {})
    for action, handler in list(actions.items()):
        if handler is before:
            actions[action] = after


def one(params: dict, name: str) -> str:
    value = params.get(name, "")
    return (value[0] if value else "") if isinstance(value, list) else value


def several(params: dict, prefix: str) -> list[str]:
    """prefix.1, prefix.2, ..."""
    values = (one(params, f"{prefix}.{number}") for number in itertools.count(1))
    return list(itertools.takewhile(bool, values))


def changed(response: tuple, change: Callable[[str], str]) -> tuple:
    """A response with another body."""
    status, headers, body = response
    return status, headers, change(body.decode()).encode()


def identifier(prefix: str, seed: str) -> str:
    return prefix + hashlib.sha256(seed.encode()).hexdigest()[:17]


def element(name: str, value: Any) -> str:
    return f"<{name}>{escape(str(value))}</{name}>" if value else ""


# --- addresses ------------------------------------------------------------------------------------------------------


class Addresses:
    """Gives addresses of subnets away, one after the other, as AWS does without those it keeps for itself."""

    RESERVED = 4  # the network's own, the router, the name server and a spare; the last one is the broadcast address

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.next: dict[str, int] = {}

    def of(self, subnet_id: str) -> str | None:
        subnet = ec2._subnets.get(subnet_id)
        if subnet is None:
            return None
        block = ipaddress.ip_network(subnet["CidrBlock"])
        with self.lock:
            taken = {own_address(), *live_addresses(), *interfaces.addresses()}
            for _ in range(block.num_addresses - self.RESERVED - 1):
                position = self.next.get(subnet_id, self.RESERVED)
                self.next[subnet_id] = position + 1 if position < block.num_addresses - 2 else self.RESERVED
                address = str(block[position])
                if address not in taken:
                    return address
        raise RuntimeError(f"subnet {subnet_id} ({block}) has no free address")


def live_addresses() -> set[str]:
    instances = {i["PrivateIpAddress"] for i in ec2._instances.values() if i["State"]["Name"] != "terminated"}
    tasks = {t.get("_container_ip") for t in ecs._tasks.values() if t.get("lastStatus") != "STOPPED"}
    balancers = {address for b in alb._lbs.values() for address in b.get("_addresses", {}).values()}
    databases = {database["_interface"]["address"] for database in database_interfaces()}
    gateways = {gateway.get("_private") for gateway in ec2._nat_gateways.values()}
    return (instances | balancers | databases | tasks | gateways) - {None, ""}


def database_interfaces() -> list[dict]:
    """Instances of RDS that have an interface."""
    return [instance for instance in rds._instances.values() if instance.get("_interface")]


def zone_of(subnet_id: str) -> str:
    return ec2._subnets.get(subnet_id, {}).get("AvailabilityZone", f"{get_region()}a")


@functools.cache
def own_container() -> Any:
    return ec2._get_docker().containers.get(os.environ["HOSTNAME"])


@functools.cache
def network() -> str:
    """The Docker network that plays the VPC: the one that this emulator is in."""
    return next(iter(own_container().attrs["NetworkSettings"]["Networks"]))


@functools.cache
def own_address() -> str:
    """Where load balancers and the AWS API are for what runs in the VPC."""
    if ec2._get_docker() is None:
        return "127.0.0.1"
    return own_container().attrs["NetworkSettings"]["Networks"][network()]["IPAddress"]


addresses = Addresses()


# --- interfaces -----------------------------------------------------------------------------------------------------

INTERFACE_LABEL = "dev.groundtruth.interface"
ADDRESS_LABEL = "dev.groundtruth.address"
INTERFACE_IMAGE = os.environ.get("INTERFACE_IMAGE", "")

# Nothing passes before somebody has loaded the rules of the interface's security groups, in the table of this name.
CLOSED = "; ".join(
    [
        "add table inet groundtruth",
        "add chain inet groundtruth input { type filter hook input priority filter; policy drop; }",
        "add chain inet groundtruth output { type filter hook output priority filter; policy drop; }",
        'add rule inet groundtruth input iif "lo" accept',
        'add rule inet groundtruth output oif "lo" accept',
    ]
)


class Interfaces:
    """Elastic network interfaces: small containers, each with a network namespace and an address in the VPC.

    What has the interface joins its namespace, and so is behind its rules from its first packet on.
    """

    def open(self, interface: str, address: str, volumes: dict | None = None) -> dict:
        """Makes an interface; returns how a container joins it."""
        client = ec2._get_docker()
        endpoint = client.api.create_endpoint_config(ipv4_address=address)
        container = client.containers.create(
            INTERFACE_IMAGE,
            ["sleep", "infinity"],
            entrypoint="",
            name=interface,
            init=True,
            healthcheck={"test": ["NONE"]},
            cap_drop=["ALL"],
            cap_add=["NET_ADMIN", "NET_RAW"],
            extra_hosts=private_names(),
            volumes=volumes or {},
            labels={**container_reaper.own_labels("eni"), INTERFACE_LABEL: interface, ADDRESS_LABEL: address},
            network=network(),
            networking_config={network(): endpoint},
        )
        try:
            container.start()
            closed = container.exec_run(["nft", CLOSED])
            if closed.exit_code != 0:
                raise RuntimeError(f"interface {interface} cannot be closed: {closed.output.decode()}")
        except Exception:
            container.remove(force=True)
            raise
        return {"network_mode": f"container:{container.id}"}

    def addresses(self) -> set[str]:
        """Those that still are somebody's: what has ended by what the API says may still be ending."""
        client = ec2._get_docker()
        if client is None:
            return set()
        ours = {"label": ADDRESS_LABEL, "network": network()}
        return {found["Labels"][ADDRESS_LABEL] for found in client.api.containers(all=True, filters=ours)}

    def close(self, interface: str) -> None:
        from docker import errors

        client = ec2._get_docker()
        try:
            client.containers.get(interface).remove(force=True)
        except (errors.NotFound, AttributeError):
            pass

    def start(self, interface: str, *command: str) -> None:
        """Starts a program in the interface's namespace."""
        ec2._get_docker().containers.get(interface).exec_run(list(command), detach=True)


interfaces = Interfaces()


def private_names() -> dict[str, str]:
    """Names of the private hosted zones, load balancers and databases, as the resolver of a VPC answers them now."""
    known: dict[str, str] = {
        b["DNSName"]: address for b in alb._lbs.values() for address in list(b.get("_addresses", {}).values())[:1]
    }
    known.update({d["Endpoint"]["Address"]: d["_interface"]["address"] for d in database_interfaces()})
    aliases: dict[str, str] = {}
    for records in route53._records.values():
        for record in records:
            name = record["Name"].rstrip(".")
            values = [r.get("Value", "") if isinstance(r, dict) else str(r) for r in record.get("ResourceRecords", [])]
            if record["Type"] == "A" and values:
                known[name] = values[0]
            elif record["Type"] == "CNAME" and values:
                aliases[name] = values[0].rstrip(".")
    for name, target in aliases.items():
        if target in known:
            known[name] = known[target]
    return known


# --- EC2 ------------------------------------------------------------------------------------------------------------

# The parameters of the RunInstances that is being answered: what is launched takes from them what MiniStack does not.
launch: contextvars.ContextVar[dict] = contextvars.ContextVar("launch", default={})


@gap("RunInstances reads no NetworkInterface.N: instances land in the default subnet, in the default group.")
def network_interface_parameters() -> None:
    def make(run):
        def run_instances(params):
            interface = "NetworkInterface.1."
            params = dict(params)
            for name in ("SubnetId", "PrivateIpAddress"):
                if one(params, interface + name):
                    params[name] = params[interface + name]
            for number, group in enumerate(several(params, interface + "SecurityGroupId"), 1):
                params[f"SecurityGroupId.{number}"] = [group]
            return run(params)

        return run_instances

    replace(ec2, "_run_instances", make)


def default_group(subnet_id: str) -> list[str]:
    """The default group of a subnet's VPC."""
    vpc = ec2._vpcs.get(ec2._subnets.get(subnet_id, {}).get("VpcId"), {})
    return [vpc["DefaultSecurityGroupId"]] if vpc.get("DefaultSecurityGroupId") else []


@gap("What is given no security group has none, or that of another VPC, where AWS takes the default group of its VPC.")
def default_groups() -> None:
    def make_launch(launch_instances):
        def launch_internal(*args, **named):
            given = inspect.signature(launch_instances).bind(*args, **named)
            if given.arguments.get("sg_ids") in (None, [], [ec2._DEFAULT_SG_ID]):
                given.arguments["sg_ids"] = default_group(given.arguments["subnet_id"])
            return launch_instances(*given.args, **given.kwargs)

        return launch_internal

    def with_default(create, groups, subnet_of):
        def created(params):
            if not one(params, f"{groups}.1"):
                params = dict(params)
                for number, group in enumerate(default_group(subnet_of(params)), 1):
                    params[f"{groups}.{number}"] = [group]
            return create(params)

        return created

    def subnet_of_balancer(params):
        # One for networks may have no group at all.
        return "" if one(params, "Type") == "network" else one(params, "Subnets.member.1")

    def subnet_of_database(params):
        group = rds._subnet_groups.get(one(params, "DBSubnetGroupName")) or {"Subnets": []}
        return next((subnet["SubnetIdentifier"] for subnet in group["Subnets"]), "")

    replace(ec2, "_launch_instances_internal", make_launch)
    replace(
        ec2,
        "_create_network_interface",
        lambda create: with_default(create, "SecurityGroupId", lambda params: one(params, "SubnetId")),
    )
    replace(alb, "_create_lb", lambda create: with_default(create, "SecurityGroups.member", subnet_of_balancer))
    replace(
        rds,
        "_create_db_instance",
        lambda create: with_default(create, "VpcSecurityGroupIds.VpcSecurityGroupId", subnet_of_database),
    )


@gap("Instances have random addresses and zones, and all of them public ones, whatever their subnet.")
def private_address_in_subnet() -> None:
    # Of a block that is for documentation only (RFC 5737): nothing outside ever answers at them.
    public_addresses = itertools.cycle(str(host) for host in ipaddress.ip_network("203.0.113.0/24").hosts())

    def has_public_address(subnet_id):
        asked = one(launch.get(), "NetworkInterface.1.AssociatePublicIpAddress")
        return asked == "true" if asked else ec2._subnets.get(subnet_id, {}).get("MapPublicIpOnLaunch", False)

    def make(launch_instances):
        def launch_internal(image_id, instance_type, subnet_id, count, *rest, requested_private_ip=None, **named):
            created = []
            for _ in range(count):
                address = requested_private_ip or addresses.of(subnet_id)
                created += launch_instances(
                    image_id, instance_type, subnet_id, 1, *rest, requested_private_ip=address, **named
                )
            for instance in created:
                instance["Placement"]["AvailabilityZone"] = zone_of(subnet_id)
                instance["PublicIpAddress"] = next(public_addresses) if has_public_address(subnet_id) else ""
                instance["PublicDnsName"] = ""
                for mapping in instance["BlockDeviceMappings"]:
                    ec2._volumes[mapping["Ebs"]["VolumeId"]]["AvailabilityZone"] = zone_of(subnet_id)
            return created

        return launch_internal

    replace(ec2, "_launch_instances_internal", make)
    replace(
        ec2,
        "_instance_xml",
        lambda render: lambda instance: re.sub(r"<(dnsName|ipAddress)></\1>", "", render(instance)),
    )


@gap("RunInstances forgets monitoring, which cannot be set later either, metadata options, and the root volume's settings.")
def launch_options() -> None:
    def make_launch(launch_instances):
        def launch_internal(*args, **named):
            created = launch_instances(*args, **named)
            params = launch.get()
            for instance in created if params else []:
                if one(params, "Monitoring.Enabled") == "true":
                    instance["Monitoring"] = {"State": "enabled"}
                instance["MetadataOptions"] = {
                    "state": "applied",
                    "httpTokens": one(params, "MetadataOptions.HttpTokens") or "optional",
                    "httpPutResponseHopLimit": one(params, "MetadataOptions.HttpPutResponseHopLimit") or "1",
                    "httpEndpoint": one(params, "MetadataOptions.HttpEndpoint") or "enabled",
                    "httpProtocolIpv6": one(params, "MetadataOptions.HttpProtocolIpv6") or "disabled",
                    "instanceMetadataTags": one(params, "MetadataOptions.InstanceMetadataTags") or "disabled",
                }
                for mapping in instance["BlockDeviceMappings"]:
                    remember_volume(params, mapping)
            return created

        return launch_internal

    def remember_volume(params, mapping):
        volume = ec2._volumes[mapping["Ebs"]["VolumeId"]]
        given = "BlockDeviceMapping.1."
        if one(params, given + "DeviceName"):
            mapping["DeviceName"] = volume["Attachments"][0]["Device"] = one(params, given + "DeviceName")
        for name, convert in (("VolumeType", str), ("VolumeSize", int), ("KmsKeyId", str), ("Encrypted", "true".__eq__)):
            value = one(params, f"{given}Ebs.{name}")
            if value:
                volume["Size" if name == "VolumeSize" else name] = convert(value)
        ec2._parse_tag_specs(params, "volume", volume["VolumeId"])

    def make_run(run):
        def run_instances(params):
            token = launch.set(params)
            try:
                return run(params)
            finally:
                launch.reset(token)

        return run_instances

    def make_xml(render):
        def instance_xml(instance):
            options = instance.get("MetadataOptions")
            if not options:
                return render(instance)
            inner = "".join(f"<{name}>{value}</{name}>" for name, value in options.items())
            return render(instance).replace("<monitoring>", f"<metadataOptions>{inner}</metadataOptions><monitoring>")

        return instance_xml

    def monitoring(action, state):
        def set_monitoring(params):
            items = ""
            for name in several(params, "InstanceId"):
                if name not in ec2._instances:
                    return ec2._error("InvalidInstanceID.NotFound", f"The instance ID '{name}' does not exist", 400)
                ec2._instances[name]["Monitoring"] = {"State": state}
                items += f"<item><instanceId>{name}</instanceId><monitoring><state>{state}</state></monitoring></item>"
            return ec2._xml(200, f"{action}Response", f"<instancesSet>{items}</instancesSet>")

        return set_monitoring

    for action, state in (("MonitorInstances", "enabled"), ("UnmonitorInstances", "disabled")):
        ec2._ACTION_MAP.setdefault(action, monitoring(action, state))
    replace(ec2, "_launch_instances_internal", make_launch)
    replace(ec2, "_run_instances", make_run)
    replace(ec2, "_instance_xml", make_xml)


@gap("Subnets have no network ACL, where AWS gives them that of the VPC, and cannot be given another.")
def network_acl_associations() -> None:
    members = {"association.subnet-id": "SubnetId", "association.association-id": "NetworkAclAssociationId"}

    def associate() -> None:
        """Gives what has no ACL that of its VPC, and forgets subnets that have gone."""
        for acl in ec2._network_acls.values():
            acl["Associations"] = [a for a in acl["Associations"] if a["SubnetId"] in ec2._subnets]
        explicit = {a["SubnetId"] for acl in ec2._network_acls.values() for a in acl["Associations"]}
        for subnet, known in ec2._subnets.items():
            acl = ec2._network_acls.get(ec2._vpcs.get(known["VpcId"], {}).get("DefaultNetworkAclId"))
            if acl is not None and subnet not in explicit:
                association = {"NetworkAclAssociationId": identifier("aclassoc-", subnet), "SubnetId": subnet}
                acl["Associations"].append(association)

    def make_describe(describe):
        def describe_network_acls(params):
            associate()
            filters = {name: values for name, values in ec2._parse_filters(params).items() if name in members}
            if not filters:
                return describe(params)
            found = [
                name
                for name, acl in ec2._network_acls.items()
                if all(
                    any(association[members[wanted]] in values for association in acl["Associations"])
                    for wanted, values in filters.items()
                )
            ]
            params = dict(params)
            for number, name in enumerate(found or ["none"], 1):
                params[f"NetworkAclId.{number}"] = [name]
            return describe(params)

        return describe_network_acls

    def make_replace(replace_association):
        def replaced(params):
            associate()
            wanted = one(params, "AssociationId")
            all_associations = [a for acl in ec2._network_acls.values() for a in acl["Associations"]]
            subnet = next((a["SubnetId"] for a in all_associations if a["NetworkAclAssociationId"] == wanted), None)
            if subnet is None:
                message = f"The association ID '{wanted}' does not exist"
                return ec2._error("InvalidAssociationID.NotFound", message, 400)
            response = replace_association(params)
            if response[0] == 200:
                ec2._network_acls[one(params, "NetworkAclId")]["Associations"][-1]["SubnetId"] = subnet
            return response

        return replaced

    replace(ec2, "_describe_network_acls", make_describe)
    replace(ec2, "_replace_network_acl_association", make_replace)


@gap("Routes to IPv6 blocks and prefix lists lead nowhere, and those to interfaces and egress-only gateways are local.")
def route_destinations() -> None:
    destinations = ("DestinationCidrBlock", "DestinationIpv6CidrBlock", "DestinationPrefixListId")
    targets = [name for name, _ in ec2._ROUTE_MEMBERS if name not in destinations]

    def given(params: dict, names: Any) -> dict[str, str]:
        return {name: one(params, name) for name in names if one(params, name)}

    def routes(params: dict) -> list[dict]:
        """The routes of the table that is meant to the destination that is meant."""
        table = ec2._route_tables.get(one(params, "RouteTableId"), {"Routes": []})
        to = given(params, destinations)
        return [route for route in table["Routes"] if to.items() <= route.items()]

    def make_create(create):
        def create_route(params):
            response = create(params)
            if response[0] == 200:
                ec2._route_tables[one(params, "RouteTableId")]["Routes"][-1] = {
                    **given(params, (*destinations, *targets)),
                    "State": "active",
                    "Origin": "CreateRoute",
                }
            return response

        return create_route

    def make_replace(replace_route):
        def replaced(params):
            response = replace_route(params)
            for route in routes(params):
                for target in targets:
                    route.pop(target, None)
                route.update(given(params, targets))
            return response

        return replaced

    def make_delete(delete):
        def delete_route(params):
            if one(params, "DestinationCidrBlock") or one(params, "RouteTableId") not in ec2._route_tables:
                return delete(params)
            for route in routes(params):
                ec2._route_tables[one(params, "RouteTableId")]["Routes"].remove(route)
            return ec2._xml(200, "DeleteRouteResponse", "<return>true</return>")

        return delete_route

    replace(ec2, "_create_route", make_create)
    replace(ec2, "_replace_route", make_replace)
    replace(ec2, "_delete_route", make_delete)


@gap("Block Public Access and attachments of transit gateways cannot be asked for, where AWS answers that there are none.")
def absent_ways() -> None:
    answers = {
        "DescribeVpcBlockPublicAccessOptions": (
            "<vpcBlockPublicAccessOptions><awsRegion>{region}</awsRegion>"
            "<internetGatewayBlockMode>off</internetGatewayBlockMode><state>default-state</state>"
            "<exclusionsAllowed>not-allowed</exclusionsAllowed></vpcBlockPublicAccessOptions>"
        ),
        "DescribeVpcBlockPublicAccessExclusions": "<vpcBlockPublicAccessExclusionSet/>",
        "DescribeTransitGatewayVpcAttachments": "<transitGatewayVpcAttachments/>",
    }
    for action, body in answers.items():
        if action in ec2._ACTION_MAP:
            raise RuntimeError(f"MiniStack answers {action} itself now, perhaps you should remove it from this cure")
        ec2._ACTION_MAP[action] = (
            lambda params, action=action, body=body: ec2._xml(
                200, f"{action}Response", body.format(region=get_region())
            )
        )


@gap("Launch templates lose the keys of volumes, and the groups of interfaces are not readable.")
def launch_template_details() -> None:
    def make_parse(parse):
        def parse_data(params, prefix="LaunchTemplateData"):
            data = parse(params, prefix)
            for number, mapping in enumerate(data.get("BlockDeviceMappings", []), 1):
                key = one(params, f"{prefix}.BlockDeviceMapping.{number}.Ebs.KmsKeyId")
                if key:
                    mapping.setdefault("Ebs", {})["KmsKeyId"] = key
            for number, interface in enumerate(data.get("NetworkInterfaces", []), 1):
                deleted = one(params, f"{prefix}.NetworkInterface.{number}.DeleteOnTermination")
                if deleted:
                    interface["DeleteOnTermination"] = deleted
            return data

        return parse_data

    def make_xml(render):
        def data_xml(data):
            keys = iter([m.get("Ebs", {}).get("KmsKeyId") for m in data.get("BlockDeviceMappings", []) if "Ebs" in m])
            deleted = iter([i.get("DeleteOnTermination") for i in data.get("NetworkInterfaces", [])])
            text = re.sub("</ebs>", lambda end: element("kmsKeyId", next(keys)) + end[0], render(data))
            return re.sub(
                "<networkInterfaceSet>.*</networkInterfaceSet>",
                lambda found: re.sub(
                    "<groupSet>(.*?)</groupSet>",
                    lambda groups: f"<groupSet>{groups[1].replace('item>', 'groupId>')}</groupSet>"
                    + element("deleteOnTermination", next(deleted)),
                    found[0],
                ),
                text,
                flags=re.DOTALL,
            )

        return data_xml

    replace(ec2, "_parse_lt_data", make_parse)
    replace(ec2, "_lt_data_xml", make_xml)


@gap("Volumes forget the key that encrypts them, and do not show their throughput.")
def volume_keys() -> None:
    def make_create(create):
        def create_volume(params):
            before = set(ec2._volumes.keys())
            response = create(params)
            for name in set(ec2._volumes.keys()) - before:
                ec2._volumes[name]["KmsKeyId"] = one(params, "KmsKeyId")
                key = element("kmsKeyId", one(params, "KmsKeyId"))
                response = changed(response, lambda body: body.replace("<encrypted>", key + "<encrypted>"))
            return response

        return create_volume

    def make_xml(render):
        def volume_xml(volume):
            more = element("throughput", volume.get("Throughput"))
            if "<kmsKeyId>" not in (text := render(volume)):
                more += element("kmsKeyId", volume.get("KmsKeyId"))
            return text.replace("<encrypted>", more + "<encrypted>", 1)

        return volume_xml

    replace(ec2, "_create_volume", make_create)
    replace(ec2, "_volume_inner_xml", make_xml)


@gap("Rules of all protocols differ by their ports, so the one that every new group has is never revoked by Terraform.")
def ports_of_all_protocols() -> None:
    def make(parse):
        def parse_permissions(params, prefix):
            permissions = parse(params, prefix)
            for permission in permissions:
                if permission["IpProtocol"] == "-1":
                    permission.pop("FromPort", None)
                    permission.pop("ToPort", None)
            return permissions

        return parse_permissions

    replace(ec2, "_parse_ip_permissions", make)


@gap("Images and instances that are containers have no root volume, and so can be neither described as AWS's nor stopped.")
def ebs_backed_images() -> None:
    # "" is false where MiniStack asks whether an image is backed by a store, and unequal to what it refuses to stop.
    def make_view(view):
        def image_view(image):
            return {**view(image), "RootDeviceType": "ebs", "RootDeviceName": image.get("RootDeviceName") or "/dev/xvda"}

        return image_view

    replace(ec2, "_image_view", make_view)

    def make_run(run):
        def run_instances(params):
            before = set(ec2._instances.keys())
            volumes = dict(ec2._volumes.items())
            response = run(params)
            body = response[2].decode()
            for name in set(ec2._instances.keys()) - before:
                instance = ec2._instances[name]
                if instance.get("RootDeviceType") == "instance-store":
                    restore(instance, volumes)
                    body = re.sub(
                        rf"<item>\s*<instanceId>{name}</instanceId>.*?</amiLaunchIndex>\s*</item>",
                        lambda _, shown=instance: ec2._instance_xml(shown),
                        body,
                        flags=re.DOTALL,
                    )
            return response[0], response[1], body.encode()

        return run_instances

    def make_launch(launch_instances):
        def launch_internal(*args, **named):
            created = launch_instances(*args, **named)
            for instance in created:
                mappings = [dict(m) for m in instance["BlockDeviceMappings"]]
                instance["_root"] = [(m, ec2._volumes[m["Ebs"]["VolumeId"]]) for m in mappings]
            return created

        return launch_internal

    def restore(instance, _):
        instance["RootDeviceType"] = "ebs"
        instance["BlockDeviceMappings"] = [mapping for mapping, _ in instance["_root"]]
        instance["RootDeviceName"] = instance["BlockDeviceMappings"][0]["DeviceName"]
        for _, volume in instance["_root"]:
            ec2._volumes[volume["VolumeId"]] = volume

    def make_change(change, act):
        def change_state(params):
            response = change(params)
            if response[0] == 200:
                for name in several(params, "InstanceId"):
                    instance = ec2._instances[name]
                    container = ec2._vm_get_container(instance) if instance.get("VmManager") == "docker" else None
                    if container is not None:
                        act(container)
            return response

        return change_state

    def make_terminate(terminate):
        def terminate_instances(params):
            response = terminate(params)
            for name in several(params, "InstanceId") if response[0] == 200 else []:
                for mapping in ec2._instances[name]["BlockDeviceMappings"]:
                    if mapping["Ebs"].get("DeleteOnTermination", True):
                        ec2._volumes.pop(mapping["Ebs"]["VolumeId"], None)
            return response

        return terminate_instances

    replace(ec2, "_launch_instances_internal", make_launch)
    replace(ec2, "_run_instances", make_run)
    replace(ec2, "_stop_instances", lambda stop: make_change(stop, lambda container: container.stop(timeout=60)))
    replace(ec2, "_start_instances", lambda start: make_change(start, lambda container: container.start()))
    replace(ec2, "_terminate_instances", make_terminate)


@gap("DescribeImages does not tell when an image was made, so the newest of several cannot be found.")
def image_dates() -> None:
    def dated(match):
        return match[0] + element("creationDate", ec2._images.get(match[1], {}).get("CreationDate"))

    def make(describe):
        def describe_images(params):
            return changed(describe(params), lambda body: re.sub(r"<imageId>(.*?)</imageId>", dated, body))

        return describe_images

    replace(ec2, "_describe_images", make)


@gap("Terminated instances have no state reason, for which Terraform's provider looks without asking whether it is there.")
def state_reason() -> None:
    def make(render):
        def instance_xml(instance):
            shown = render(instance)
            if instance["State"]["Name"] != "terminated":
                return shown
            died = "_terminated_at" in instance and instance.get("_died")
            code = "Server.InternalError" if died else "Client.UserInitiatedShutdown"
            message = f"The container of the instance has ended, saying: {died}" if died else "User initiated shutdown"
            reason = f"<stateReason><code>{code}</code><message>{code}: {escape(message)}</message></stateReason>"
            return shown.replace("<tagSet>", reason + "<tagSet>", 1)

        return instance_xml

    def make_reconciliation(reconcile):
        def reconcile_running(instances):
            running = [i for i in instances if i["State"]["Name"] == "running"]
            reconcile(instances)
            for instance in running:
                if instance["State"]["Name"] == "terminated":
                    instance["_died"] = last_words(ec2._ec2_container_name(instance["InstanceId"]))
                    interfaces.close(identifier("eni-", instance["InstanceId"]))  # its address may be given away again

        return reconcile_running

    def last_words(container):
        try:
            lines = ec2._get_docker().containers.get(container).logs(tail=20).decode(errors="replace").split("\n")
        except Exception as error:  # whatever it is, the instance has ended
            return str(error)
        said = [line.strip() for line in lines if line.strip()]
        return said[-1][:500] if said else "nothing"

    replace(ec2, "_instance_xml", make)
    replace(ec2, "_vm_reconcile_running", make_reconciliation)


@gap("NAT gateways have no addresses, and Terraform's provider takes the first of them without looking.")
def nat_gateway_addresses() -> None:
    def shown(gateway):
        elastic = next((a for a in ec2._addresses.values() if a.get("AllocationId") == gateway["AllocationId"]), {})
        private = gateway.setdefault("_private", addresses.of(gateway["SubnetId"]) or "")
        return (
            "<natGatewayAddressSet><item>"
            f"<allocationId>{gateway['AllocationId']}</allocationId>"
            f"<networkInterfaceId>{identifier('eni-', gateway['NatGatewayId'])}</networkInterfaceId>"
            f"<privateIp>{private}</privateIp><publicIp>{elastic.get('PublicIp', '')}</publicIp>"
            "</item></natGatewayAddressSet>"
        )

    def make(answer):
        def nat_gateways(params):
            return changed(
                answer(params),
                lambda body: re.sub(
                    r"(<natGatewayId>(.*?)</natGatewayId>.*?)<natGatewayAddressSet/>",
                    lambda match: match[1] + shown(ec2._nat_gateways[match[2]]),
                    body,
                    flags=re.DOTALL,
                ),
            )

        return nat_gateways

    replace(ec2, "_create_nat_gateway", make)
    replace(ec2, "_describe_nat_gateways", make)


@gap("User data is stored and never run, an address is Docker's choice, and no security group is enforced.")
def instances_boot() -> None:
    # What cloud-init would do before services start: write_files. What else user data asks for is said in the log.
    # The container is made, given its files, and only then started, behind its interface.
    def make(_):
        def vm_launch(instance, reference):
            client = ec2._get_docker()
            if client is None:
                raise RuntimeError("no Docker daemon available")
            name = ec2._ec2_container_name(instance["InstanceId"])
            interface = identifier("eni-", instance["InstanceId"])
            address = instance["PrivateIpAddress"]
            options = interfaces.open(interface, address)
            try:
                container = client.containers.create(
                    reference,
                    None if ec2._image_has_entrypoint(client, reference) else ["sleep", "infinity"],
                    name=name,
                    init=True,
                    environment={
                        "AWS_ENDPOINT_URL": f"http://{own_address()}:443",
                        "AWS_ACCESS_KEY_ID": "test",
                        "AWS_SECRET_ACCESS_KEY": "test",
                        "AWS_DEFAULT_REGION": get_region(),
                    },
                    labels={
                        **container_reaper.own_labels("ec2"),
                        "instance_id": instance["InstanceId"],
                        "account_id": get_account_id(),
                        "region": get_region(),
                        ADDRESS_LABEL: address,
                    },
                    **options,
                )
                files = files_of(instance)
                if files:
                    container.put_archive("/", archive(files))
                container.start()
            except Exception:
                interfaces.close(interface)
                raise
            ec2._docker_in_use = True
            instance.update(_container_id=container.id, _container_name=name, VmManager="docker")
            instance["_ssm_managed"] = ec2._probe_shell(container)
            return container

        return vm_launch

    def make_removal(remove):
        def remove_container(instance):
            remove(instance)
            interfaces.close(identifier("eni-", instance["InstanceId"]))

        return remove_container

    replace(ec2, "_vm_launch", make)
    replace(ec2, "_vm_remove_container", make_removal)
    replace(ec2, "_vm_apply_container_ip", lambda _: lambda instance, container, name: None)


def files_of(instance: dict) -> list[dict]:
    try:
        text = base64.b64decode(instance.get("UserData") or "").decode()
    except ValueError:
        text = ""
    if not text.startswith("#cloud-config"):
        if text:
            ec2.logger.warning("EC2: user data of %s is no #cloud-config and is not run", instance["InstanceId"])
        return []
    config = yaml.safe_load(text) or {}
    for key in sorted(set(config) - {"write_files"}):
        ec2.logger.warning("EC2: %s of the user data of %s is not done", key, instance["InstanceId"])
    return config.get("write_files", [])


def archive(files: list[dict]) -> bytes:
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w") as tar:
        for file in files:
            content = file.get("content", "")
            encoding = str(file.get("encoding", "")).lower()
            data = base64.b64decode(content) if encoding in ("b64", "base64") else str(content).encode()
            entry = tarfile.TarInfo(file["path"].lstrip("/"))
            entry.size = len(data)
            entry.mode = int(str(file.get("permissions", "0644")), 8)
            tar.addfile(entry, io.BytesIO(data))
    return packed.getvalue()


@gap("DescribeNetworkInterfaces knows none of instances, tasks, load balancers, databases and NAT gateways, and filters nothing.")
def network_interfaces() -> None:
    def interface(name, subnet, groups, address, description, kind="interface", attachment=None, public=None):
        return {
            "NetworkInterfaceId": name,
            "SubnetId": subnet,
            "VpcId": ec2._subnets.get(subnet, {}).get("VpcId", ""),
            "AvailabilityZone": zone_of(subnet),
            "Description": description,
            "OwnerId": get_account_id(),
            "Status": "in-use",
            "PrivateIpAddress": address,
            "InterfaceType": kind,
            "MacAddress": "02:" + ":".join(hashlib.sha256(name.encode()).hexdigest()[i : i + 2] for i in range(0, 10, 2)),
            "Groups": [
                {"GroupId": g, "GroupName": ec2._security_groups.get(g, {}).get("GroupName", g)} for g in groups
            ],
            "Attachment": attachment,
            "_public": public,
        }

    def of_instance(instance):
        attachment = {
            "AttachmentId": identifier("eni-attach-", instance["InstanceId"]),
            "InstanceId": instance["InstanceId"],
            "AttachTime": instance["LaunchTime"],
        }
        groups = [g["GroupId"] for g in instance["SecurityGroups"]]
        name = identifier("eni-", instance["InstanceId"])
        given = (a for a in ec2._addresses.values() if a.get("InstanceId") == instance["InstanceId"])
        elastic = next((address["PublicIp"] for address in given if address.get("AssociationId")), None)
        public = elastic or instance["PublicIpAddress"]
        return interface(
            name, instance["SubnetId"], groups, instance["PrivateIpAddress"], "", attachment=attachment, public=public
        )

    def all_interfaces():
        yield from ec2._network_interfaces.values()
        for instance in ec2._instances.values():
            if instance["State"]["Name"] != "terminated":
                yield of_instance(instance)
        for task in ecs._tasks.values():
            subnet = task.get("_subnet")
            if task.get("_address") and task.get("lastStatus") != "STOPPED":
                description = f"arn:aws:ecs:{get_region()}:{get_account_id()}:attachment/{task['taskArn'].rsplit('/')[-1]}"
                yield interface(
                    identifier("eni-", task["taskArn"]), str(subnet), subnet.groups, task["_address"], description
                )
        for balancer in alb._lbs.values():
            tail = balancer["LoadBalancerArn"].split("loadbalancer/")[1]
            for subnet, address in balancer.get("_addresses", {}).items():
                public = address if balancer["Scheme"] == "internet-facing" else None
                name = balancer_interface(balancer, subnet)
                yield interface(name, subnet, balancer["SecurityGroups"], address, f"ELB {tail}", public=public)
        for target in efs._mount_targets.values():
            description = f"EFS mount target for {target['FileSystemId']} ({target['MountTargetId']})"
            yield interface(
                target["NetworkInterfaceId"],
                target["SubnetId"],
                target["SecurityGroups"],
                target["IpAddress"],
                description,
            )
        for database in database_interfaces():
            own = database["_interface"]
            groups = [group["VpcSecurityGroupId"] for group in database["VpcSecurityGroups"]]
            shown = interface(own["name"], own["subnet"], groups, own["address"], "RDSNetworkInterface")
            yield {**shown, "_requester": "amazon-rds"}
        for gateway in ec2._nat_gateways.values():
            if gateway["State"] == "available" and gateway.get("_private"):
                name = identifier("eni-", gateway["NatGatewayId"])
                description = f"Interface for NAT Gateway {gateway['NatGatewayId']}"
                yield interface(name, gateway["SubnetId"], [], gateway["_private"], description, "nat_gateway")

    properties = {
        "network-interface-id": lambda i: [i["NetworkInterfaceId"]],
        "subnet-id": lambda i: [i["SubnetId"]],
        "vpc-id": lambda i: [i["VpcId"]],
        "availability-zone": lambda i: [i["AvailabilityZone"]],
        "status": lambda i: [i["Status"]],
        "description": lambda i: [i["Description"]],
        "interface-type": lambda i: [i["InterfaceType"]],
        "private-ip-address": lambda i: [i["PrivateIpAddress"]],
        "addresses.private-ip-address": lambda i: [i["PrivateIpAddress"]],
        "group-id": lambda i: [g["GroupId"] for g in i["Groups"]],
        "attachment.instance-id": lambda i: [(i.get("Attachment") or {}).get("InstanceId", "")],
        "attachment.attachment-id": lambda i: [(i.get("Attachment") or {}).get("AttachmentId", "")],
    }

    def admitted(shown, filters):
        # A filter that is not known admits nothing: callers detach and delete what they are shown.
        return all(
            any(ec2._filter_value_matches(value, values) for value in properties.get(name, lambda _: [])(shown))
            for name, values in filters.items()
        )

    def make(_):
        def describe(params):
            wanted = several(params, "NetworkInterfaceId")
            filters = ec2._parse_filters(params)
            chosen = [
                i for i in all_interfaces() if (not wanted or i["NetworkInterfaceId"] in wanted) and admitted(i, filters)
            ]
            missing = set(wanted) - {i["NetworkInterfaceId"] for i in chosen}
            if missing and not filters:
                message = f"The networkInterface ID '{min(missing)}' does not exist"
                return ec2._error("InvalidNetworkInterfaceID.NotFound", message, 400)
            items = "".join(with_requester(i, with_public(i, ec2._eni_fields_xml(i))) for i in chosen)
            return ec2._xml(200, "DescribeNetworkInterfacesResponse", f"<networkInterfaceSet>{items}</networkInterfaceSet>")

        return describe

    def with_public(shown, text):
        if not shown.get("_public"):
            return text
        association = f"<association><publicIp>{shown['_public']}</publicIp><ipOwnerId>amazon</ipOwnerId></association>"
        return text.replace("<interfaceType>", association + "<interfaceType>", 1)

    def with_requester(shown, text):
        if not shown.get("_requester"):
            return text
        requester = f"<requesterId>{shown['_requester']}</requesterId><requesterManaged>true</requesterManaged>"
        return text.replace("<interfaceType>", requester + "<interfaceType>", 1)

    def make_xml(render):
        def instance_xml(instance):
            if instance["State"]["Name"] == "terminated":
                return render(instance)
            shown = of_instance(instance)
            item = with_public(shown, ec2._eni_fields_xml(shown)).replace(
                "<attachment>", "<attachment><deleteOnTermination>true</deleteOnTermination>"
            )
            return render(instance).replace("<tagSet>", f"<networkInterfaceSet>{item}</networkInterfaceSet><tagSet>", 1)

        return instance_xml

    replace(ec2, "_describe_network_interfaces", make)
    replace(ec2, "_instance_xml", make_xml)


# --- load balancers -------------------------------------------------------------------------------------------------

SOCKETS = "/run/groundtruth"  # a volume that this emulator shares with the interfaces of load balancers
FRONT = f"{SOCKETS}/front.sock"


def balancer_interface(balancer: dict, subnet: str) -> str:
    return identifier("eni-", balancer["LoadBalancerArn"] + subnet)


@functools.cache
def sockets_volume() -> str:
    return next(mount["Name"] for mount in own_container().attrs["Mounts"] if mount["Destination"] == SOCKETS)


class Forwarder:
    """What leaves a load balancer's interface for targets: a socket here for each, and a program there that passes it on."""

    CONNECT_SECONDS = 5
    START_SECONDS = 5  # of a program, on a busy machine

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.turns = itertools.count()
        self.began: dict[str, float] = {}  # when a program was last started, by the file of its socket

    def connect(self, balancer: dict, host: str, port: int, timeout: float) -> socket.socket:
        subnets = list(balancer["_addresses"])
        interface = balancer_interface(balancer, subnets[next(self.turns) % len(subnets)])
        path = f"{SOCKETS}/{interface[-8:]}-{host}-{port}.sock"
        end = time.monotonic() + 4 * self.START_SECONDS
        while True:
            try:
                return self.dial(path, timeout)
            except (BlockingIOError, ConnectionRefusedError, FileNotFoundError) as refusal:
                # Its queue is full; or there is no program yet, it has not come to listen, or it is gone and left its file.
                if time.monotonic() > end:
                    raise
                if not isinstance(refusal, BlockingIOError):
                    self.listen(interface, path, host, port)
                time.sleep(0.02)

    def dial(self, path: str, timeout: float) -> socket.socket:
        connection = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        connection.settimeout(timeout)
        try:
            connection.connect(path)
        except OSError:
            connection.close()
            raise
        return connection

    def listen(self, interface: str, path: str, host: str, port: int) -> None:
        with self.lock:
            if time.monotonic() - self.began.get(path, -self.START_SECONDS) >= self.START_SECONDS:
                self.began[path] = time.monotonic()
                listen = f"UNIX-LISTEN:{path},fork,unlink-early,backlog=128"
                interfaces.start(interface, "socat", listen, f"TCP:{host}:{port},connect-timeout={self.CONNECT_SECONDS}")

    def forget(self, interface: str) -> None:
        for name in os.listdir(SOCKETS):
            if name.startswith(interface[-8:]):
                os.unlink(f"{SOCKETS}/{name}")
                self.began.pop(f"{SOCKETS}/{name}", None)


# The load balancer whose request is being forwarded.
forwarding: contextvars.ContextVar[dict | None] = contextvars.ContextVar("forwarding", default=None)


@gap("Load balancers have no interfaces: they answer and forward at the emulator's address, and enforce no security group.")
def load_balancer_interfaces() -> None:
    # An interface in each subnet. Programs in its namespace take connections in and to targets, and pass the bytes by
    # sockets of files to and from MiniStack, which acts as the load balancer; so every packet passes the interface's rules.
    forwarder = Forwarder()

    def make_create(create):
        def create_lb(params):
            known = set(alb._lbs)
            response = create(params)
            for arn in set(alb._lbs) - known:
                balancer = alb._lbs[arn]
                balancer["_addresses"] = {}
                for subnet in balancer["Subnets"]:
                    address = addresses.of(subnet)
                    if address is None:
                        continue
                    balancer["_addresses"][subnet] = address
                    if ec2._get_docker() is not None:
                        shared = {sockets_volume(): {"bind": SOCKETS, "mode": "rw"}}
                        interfaces.open(balancer_interface(balancer, subnet), address, shared)
            return response

        return create_lb

    def make_delete(delete):
        def delete_lb(params):
            balancer = alb._lbs.get(one(params, "LoadBalancerArn"), {})
            response = delete(params)
            for subnet in balancer.get("_addresses", {}):
                name = balancer_interface(balancer, subnet)
                interfaces.close(name)
                forwarder.forget(name)
            return response

        return delete_lb

    def each_interface(arn):
        balancer = alb._lbs.get(arn, {})
        return [balancer_interface(balancer, subnet) for subnet in balancer.get("_addresses", {})]

    def make_listener(create):
        def create_listener(params):
            known = set(alb._listeners)
            response = create(params)
            for arn in set(alb._listeners) - known:
                listener = alb._listeners[arn]
                for name in each_interface(listener["LoadBalancerArn"]):
                    port = listener["Port"]
                    listen = f"exec socat TCP-LISTEN:{port},fork,reuseaddr,backlog=128 UNIX-CONNECT:{FRONT}"
                    interfaces.start(name, "sh", "-c", f"echo $$ > /run/listener-{port}; {listen}")
            return response

        return create_listener

    def make_removal(delete):
        def delete_listener(params):
            listener = alb._listeners.get(one(params, "ListenerArn"))
            response = delete(params)
            for name in each_interface(listener["LoadBalancerArn"]) if listener else []:
                interfaces.start(name, "sh", "-c", f"kill $(cat /run/listener-{listener['Port']})")
            return response

        return delete_listener

    def make_dispatch(dispatch):
        async def dispatch_request(balancer, *args, **named):
            token = forwarding.set(balancer if balancer.get("_addresses") else None)
            try:
                return await dispatch(balancer, *args, **named)
            finally:
                forwarding.reset(token)

        return dispatch_request

    directly = http.client.HTTPConnection.connect

    def connect(connection):
        balancer = forwarding.get()
        if balancer is None:
            directly(connection)
        else:
            connection.sock = forwarder.connect(balancer, connection.host, connection.port, connection.timeout)

    replace(alb, "_create_lb", make_create)
    replace(alb, "_delete_lb", make_delete)
    replace(alb, "_create_listener", make_listener)
    replace(alb, "_delete_listener", make_removal)
    replace(alb, "dispatch_request", make_dispatch)
    http.client.HTTPConnection.connect = connect


class Health:
    """Checks the targets of a group as its load balancers do, at least every two seconds, from their interfaces."""

    PERIOD_SECONDS = 2

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.watched: set[str] = set()
        self.state: dict[tuple[str, str], str] = {}
        self.streaks: dict[tuple[str, str], int] = {}

    def of(self, group: str, target: str) -> str:
        self.watch(group)
        return self.state.get((group, target), "initial")

    def watch(self, group: str) -> None:
        with self.lock:
            if group not in self.watched:
                self.watched.add(group)
                context = contextvars.copy_context()  # what belongs to which account is known by it
                threading.Thread(target=context.run, args=(self.run, group), daemon=True).start()

    def run(self, arn: str) -> None:
        while (group := alb._tgs.get(arn)) is not None:
            try:
                for target in list(alb._targets.get(arn, [])):
                    self.note(group, (arn, target["Id"]), self.check(group, target))
            except Exception:  # whatever it is, the next round is another
                ec2.logger.exception("ALB: the targets of %s were not checked", arn)
            time.sleep(min(self.PERIOD_SECONDS, group["HealthCheckIntervalSeconds"]))
        self.watched.discard(arn)

    def note(self, group: dict, key: tuple[str, str], well: bool) -> None:
        before = self.state.get(key, "initial")
        streak = self.streaks.get(key, 0)
        streak = max(streak, 0) + 1 if well else min(streak, 0) - 1
        self.streaks[key] = streak
        if well and (before == "initial" or streak >= int(group.get("HealthyThresholdCount", 5))):
            self.state[key] = "healthy"
        elif not well and -streak >= int(group.get("UnhealthyThresholdCount", 2)):
            self.state[key] = "unhealthy"

    def check(self, group: dict, target: dict) -> bool:
        balancer = next((alb._lbs[arn] for arn in group["LoadBalancerArns"] if arn in alb._lbs), None)
        if balancer is None or not balancer.get("_addresses"):
            return False
        token = forwarding.set(balancer)
        port = group.get("HealthCheckPort", "traffic-port")
        if port == "traffic-port":
            port = target.get("Port") or group.get("Port") or 80
        connection = http.client.HTTPConnection(target["Id"], int(port), timeout=group["HealthCheckTimeoutSeconds"])
        try:
            connection.request("GET", group.get("HealthCheckPath", "/"), headers={"User-Agent": "ELB-HealthChecker/2.0"})
            return matches(connection.getresponse().status, str(group.get("Matcher", {}).get("HttpCode") or "200"))
        except (OSError, http.client.HTTPException):
            return False
        finally:
            connection.close()
            forwarding.reset(token)


def matches(status: int, codes: str) -> bool:
    """Whether a status is among codes such as 200,301-302."""
    bounds = (code.split("-") for code in codes.split(","))
    return any(int(bound[0]) <= status <= int(bound[-1]) for bound in bounds)


health = Health()


@gap("Targets are healthy whatever they answer, and requests are forwarded to all of them.")
def target_health() -> None:
    def make_describe(describe):
        def describe_target_health(params):
            arn = one(params, "TargetGroupArn")

            def with_state(match):
                state = health.of(arn, match[2])
                text = match[0].replace("healthy", state)
                if state == "unhealthy":
                    why = "<Reason>Target.FailedHealthChecks</Reason><Description>Health checks failed</Description>"
                elif state == "initial":
                    why = "<Reason>Elb.InitialHealthChecking</Reason>"
                else:
                    why = ""
                return text.replace("</State>", f"</State>{why}")

            return changed(
                describe(params),
                lambda body: re.sub(r"<member>(<Target>)<Id>(.*?)</Id>.*?</TargetHealth>", with_state, body, flags=re.DOTALL),
            )

        return describe_target_health

    def make_forward(forward):
        async def forward_to_group(arn, *args, **named):
            # As on AWS, all targets are asked when none is healthy.
            registered = alb._targets.get(arn, [])
            healthy = [t for t in registered if health.of(arn, t["Id"]) == "healthy"]
            token = chosen.set(healthy or registered)
            try:
                return await forward(arn, *args, **named)
            finally:
                chosen.reset(token)

        return forward_to_group

    chosen: contextvars.ContextVar[list] = contextvars.ContextVar("chosen", default=[])

    def make_proxy(proxy):
        async def proxy_http_target(target, *args, **named):
            among = chosen.get()
            return await proxy(target if not among or target in among else random.choice(among), *args, **named)

        return proxy_http_target

    replace(alb, "_describe_target_health", make_describe)
    replace(alb, "_forward_to_tg", make_forward)
    replace(alb, "_proxy_http_target", make_proxy)


@gap("A task is stable a second after it started, whether its targets answer or not, and those before it are stopped then.")
def stable_tasks() -> None:
    def answers(key, task):
        groups = [b["targetGroupArn"] for b in ecs._services.get(key, {}).get("loadBalancers", []) if "targetGroupArn" in b]
        return all(health.of(group, ecs._task_ip(task)) == "healthy" for group in groups)

    def look_again(cluster, key, account, region, task):
        while task.get("lastStatus") == "RUNNING" and not answers(key, task):
            time.sleep(0.5)
        ecs._schedule_service_deployment_completion(cluster, key, account, region, healthy_task=task)

    def make(record):
        def record_service_task_healthy(key, task):
            ecs._maybe_mark_stopped(task)
            if answers(key, task):
                record(key, task)
            elif task.get("lastStatus") == "RUNNING":
                told = (key.split("/", 1)[0], key, get_account_id(), get_region(), task)
                context = contextvars.copy_context()
                threading.Thread(target=context.run, args=(look_again, *told), daemon=True).start()

        return record_service_task_healthy

    replace(ecs, "_record_service_task_healthy", make)


@gap("Query string conditions of listener rules are dropped, and Terraform's provider fails on what is left.")
def query_string_conditions() -> None:
    def pairs_of(params, base):
        pairs = []
        for number in itertools.count(1):
            at = f"{base}.QueryStringConfig.Values.member.{number}"
            if not one(params, at + ".Value"):
                return pairs
            pairs.append({"Key": one(params, at + ".Key"), "Value": one(params, at + ".Value")})

    def make_parse(parse):
        def parse_conditions(params, prefix="Conditions"):
            conditions = parse(params, prefix)
            for number, condition in enumerate(conditions, 1):
                if condition["Field"] == "query-string":
                    condition["QueryStringConfig"] = pairs_of(params, f"{prefix}.member.{number}")
            return conditions

        return parse_conditions

    def make_xml(render):
        def condition_xml(condition):
            pairs = "".join(
                "<member>"
                + (f"<Key>{escape(pair['Key'])}</Key>" if pair["Key"] else "")
                + f"<Value>{escape(pair['Value'])}</Value></member>"
                for pair in condition.get("QueryStringConfig", [])
            )
            if not pairs:
                return render(condition)
            config = f"<QueryStringConfig><Values>{pairs}</Values></QueryStringConfig>"
            return render(condition).removesuffix("</member>") + config + "</member>"

        return condition_xml

    def make_match(match):
        def match_condition(condition, method, path, headers, query):
            pairs = condition.get("QueryStringConfig")
            if not pairs:
                return match(condition, method, path, headers, query)
            asked = [(key, v) for key, values in query.items() for v in (values if isinstance(values, list) else [values])]
            return any(
                (not pair["Key"] or alb._header_value_matches(key, pair["Key"]))
                and alb._header_value_matches(value, pair["Value"])
                for pair in pairs
                for key, value in asked
            )

        return match_condition

    replace(alb, "_parse_conditions", make_parse)
    replace(alb, "_condition_xml", make_xml)
    replace(alb, "_match_condition", make_match)


# --- RDS ------------------------------------------------------------------------------------------------------------

DATABASE_IMAGE = os.environ.get("DATABASE_IMAGE", "")
DATABASE_FOLDER = "/opt/rds"

# MySQL as it is by itself, without the settings of the image: those of the parameter group are all there are.
DATABASE_START = f"""set -eu
cd {DATABASE_FOLDER}
chmod 755 .
install -d -o mysql -g mysql /run/mysqld
first=
if [ ! -d /var/lib/mysql/data ]; then
  install -d -o mysql -g mysql -m 750 /var/lib/mysql
  mysqld --no-defaults --user=mysql --initialize-insecure --datadir=/var/lib/mysql/data --secure-file-priv=NULL
  chown mysql first.sql
  first=--init-file={DATABASE_FOLDER}/first.sql
fi
exec mysqld --defaults-file={DATABASE_FOLDER}/my.cnf $first
"""

DATABASE_OPTIONS = [
    "user=mysql",
    "datadir=/var/lib/mysql/data",
    "socket=/run/mysqld/mysqld.sock",
    "pid-file=/run/mysqld/mysqld.pid",
    "secure-file-priv=NULL",
    "mysqlx=OFF",
    "performance-schema=OFF",
]

# What the master user of RDS for MySQL has beside MiniStack's list, from 8.4 on.
MASTER_PRIVILEGES = "CREATE ROLE, DROP ROLE, APPLICATION_PASSWORD_ADMIN, ROLE_ADMIN, SET_ANY_DEFINER, XA_RECOVER_ADMIN"


def quoted(text: str) -> str:
    return "'" + text.replace("\\", "\\\\").replace("'", "''") + "'"


class Databases:
    """Servers of RDS for MySQL: containers behind interfaces in the subnets of their groups."""

    STOP_SECONDS = 60

    def create(self, instance: dict, zone: str, schema: str) -> None:
        subnets = [each["SubnetIdentifier"] for each in instance["DBSubnetGroup"]["Subnets"]]
        asked = [subnet for subnet in subnets if zone_of(subnet) == zone]
        subnet = (asked or subnets)[0]
        own = {"name": identifier("eni-", instance["DbiResourceId"]), "subnet": subnet, "address": addresses.of(subnet)}
        options = interfaces.open(own["name"], own["address"])
        host = identifier("", instance["DBInstanceArn"])[:12]
        instance.update(
            AvailabilityZone=zone_of(subnet),
            DBName=schema,
            Endpoint={
                "Address": f"{instance['DBInstanceIdentifier']}.{host}.{get_region()}.rds.amazonaws.com",
                "Port": 3306,
                "HostedZoneId": "Z2R2ITUGPM61AM",
            },
            _interface=own,
        )
        self.aside(instance, "creating", lambda: self.launch(instance, schema, options))

    def launch(self, instance: dict, schema: str, options: dict) -> None:
        from docker import errors

        client = ec2._get_docker()
        image = DATABASE_IMAGE
        if not image or not rds._image_is_local(client, image):
            image = rds._docker_image_for_engine(instance["Engine"], instance["EngineVersion"], "", "", "")[0]
        named = {
            "entrypoint": ["sh", f"{DATABASE_FOLDER}/start"],
            "command": [],
            "name": rds._rds_docker_name(instance["DBInstanceIdentifier"]),
            "labels": {
                **container_reaper.own_labels("rds"),
                "db_id": instance["DBInstanceIdentifier"],
                "account_id": get_account_id(),
                "region": get_region(),
                ADDRESS_LABEL: instance["_interface"]["address"],
            },
            **options,
        }
        try:
            container = client.containers.create(image, **named)
        except errors.ImageNotFound:
            client.images.pull(image)
            container = client.containers.create(image, **named)
        instance["_docker_container_id"] = container.id
        password = secrets.token_urlsafe(24)
        master = f"{quoted(instance['MasterUsername'])}@'%'"
        statements = [
            # RDS keeps the privileges of root to itself.
            f"ALTER USER 'root'@'localhost' IDENTIFIED BY {quoted(password)}",
            "RENAME USER 'root'@'localhost' TO 'rdsadmin'@'localhost'",
            *([f"CREATE DATABASE `{schema}`"] if schema else []),
            f"CREATE USER {master} IDENTIFIED BY {quoted(instance['_MasterUserPassword'])}",
            f"GRANT {rds._MYSQL_MASTER_PRIVILEGES}, {MASTER_PRIVILEGES} ON *.* TO {master} WITH GRANT OPTION",
        ]
        login = f'[client]\nuser=rdsadmin\npassword="{password}"\nsocket=/run/mysqld/mysqld.sock\n'
        self.put(container, "start", DATABASE_START)
        self.put(container, "client.cnf", login)
        self.put(container, "first.sql", "".join(f"{statement};\n" for statement in statements))
        self.start(instance)
        container.exec_run(["rm", f"{DATABASE_FOLDER}/first.sql"])

    def start(self, instance: dict) -> None:
        """Starts the server with the settings that its parameter group has now; returns when it answers."""
        container = self.container(instance)
        groups = instance["DBParameterGroups"]
        given = rds._mysql_server_options(instance["BackupRetentionPeriod"], groups[0]["DBParameterGroupName"])
        lines = ["[mysqld]", *DATABASE_OPTIONS, *(option.removeprefix("--") for option in given)]
        self.put(container, "my.cnf", "\n".join(lines) + "\n", "0644")
        groups[0]["ParameterApplyStatus"] = "in-sync"
        container.start()
        ask = ["mysql", f"--defaults-file={DATABASE_FOLDER}/client.cnf", "--execute=SELECT 1"]
        while True:
            container.reload()
            if container.status != "running":
                raise RuntimeError(container.logs(tail=20).decode(errors="replace"))
            if container.exec_run(ask).exit_code == 0:
                return
            time.sleep(0.25)

    def stop(self, instance: dict) -> None:
        self.container(instance).stop(timeout=self.STOP_SECONDS)

    def restart(self, instance: dict) -> None:
        self.stop(instance)
        self.start(instance)
        rds._record_reboot_event(instance)

    def change_password(self, instance: dict, password: str) -> None:
        container = self.container(instance)
        statement = f"ALTER USER {quoted(instance['MasterUsername'])}@'%' IDENTIFIED BY {quoted(password)};\n"
        self.put(container, "change.sql", statement)
        run = "mysql --defaults-file=client.cnf < change.sql; code=$?; rm change.sql; exit $code"
        changed_it = container.exec_run(["sh", "-c", f"cd {DATABASE_FOLDER} && {run}"])
        if changed_it.exit_code != 0:
            rds.logger.error("RDS: %s", changed_it.output.decode(errors="replace"))

    def aside(self, instance: dict, status: str, work: Callable[[], None], end: str = "available") -> None:
        """Does what takes its time while the instance has a status, which it keeps no longer than that."""

        def run():
            try:
                work()
                then = end
            except Exception:
                if instance.get("_deleting"):
                    return
                rds.logger.exception("RDS: %s cannot go on from %s", instance["DBInstanceIdentifier"], status)
                then = "failed"
            if instance["DBInstanceStatus"] == status:
                instance["DBInstanceStatus"] = then

        instance["DBInstanceStatus"] = status
        # What belongs to which account is known by the context.
        threading.Thread(target=contextvars.copy_context().run, args=(run,), daemon=True).start()

    def container(self, instance: dict) -> Any:
        return ec2._get_docker().containers.get(instance["_docker_container_id"])

    def put(self, container: Any, name: str, content: str, permissions: str = "0600") -> None:
        file = {"path": f"{DATABASE_FOLDER}/{name}", "content": content, "permissions": permissions}
        container.put_archive("/", archive([file]))


# Whether the request that is being answered makes a server here, and not MiniStack's own.
own_server: contextvars.ContextVar[bool] = contextvars.ContextVar("own_server", default=False)


@gap("Databases of RDS have no subnet, no security group and no name, and their image comes from a registry, if at all.")
def database_instances() -> None:
    databases = Databases()

    def is_ours(instance):
        return bool((instance or {}).get("_interface"))

    def named(params):
        return rds._resolve_instance(one(params, "DBInstanceIdentifier"))

    def make_create(create):
        def create_db_instance(params):
            group = rds._subnet_groups.get(one(params, "DBSubnetGroupName"))
            ours = one(params, "Engine") == "mysql" and not one(params, "DBClusterIdentifier") and group is not None
            if not ours or ec2._get_docker() is None:
                return create(params)
            token = own_server.set(True)
            try:
                response = create(params)
            finally:
                own_server.reset(token)
            if response[0] != 200:
                return response
            instance = named(params)
            databases.create(instance, one(params, "AvailabilityZone"), one(params, "DBName"))
            return rds._single_instance_response("CreateDBInstanceResponse", "CreateDBInstanceResult", instance)

        return create_db_instance

    def make_delete(delete):
        def delete_db_instance(params):
            instance = named(params)
            response = delete(params)
            if response[0] == 200 and is_ours(instance):
                interfaces.close(instance["_interface"]["name"])
            return response

        return delete_db_instance

    def make_change(change, action, needed, status, work, end):
        def change_state(params):
            instance = named(params)
            if not is_ours(instance):
                return change(params)
            if instance["DBInstanceStatus"] != needed:
                message = f"Instance {instance['DBInstanceIdentifier']} is not in {needed} state."
                return rds._error("InvalidDBInstanceState", message, 400)
            databases.aside(instance, status, lambda: work(instance), end)
            return rds._single_instance_response(f"{action}Response", f"{action}Result", instance)

        return change_state

    def make_reboot(finish):
        def finish_reboot(instance, cluster):
            if not is_ours(instance):
                return finish(instance, cluster)
            databases.aside(instance, "rebooting", lambda: databases.restart(instance))

        return finish_reboot

    def make_rotation(rotate):
        def rotate_password(instance, old, new):
            return databases.change_password(instance, new) if is_ours(instance) else rotate(instance, old, new)

        return rotate_password

    replace(rds, "_get_docker", lambda get: lambda: None if own_server.get() else get())
    replace(rds, "_create_db_instance", make_create)
    replace(rds, "_delete_db_instance", make_delete)
    replace(
        rds,
        "_stop_db_instance",
        lambda stop: make_change(stop, "StopDBInstance", "available", "stopping", databases.stop, "stopped"),
    )
    replace(
        rds,
        "_start_db_instance",
        lambda start: make_change(start, "StartDBInstance", "stopped", "starting", databases.start, "available"),
    )
    replace(rds, "_finish_instance_reboot", make_reboot)
    replace(rds, "_rotate_instance_password", make_rotation)


@gap("Databases of RDS forget which of their logs go to CloudWatch.")
def database_log_exports() -> None:
    # Told, and not done: no log of theirs gets there.
    def make_create(create):
        def create_db_instance(params):
            response = create(params)
            if response[0] == 200:
                instance = rds._resolve_instance(one(params, "DBInstanceIdentifier"))
                instance["EnabledCloudwatchLogsExports"] = rds._parse_member_list(params, "EnableCloudwatchLogsExports")
            return response

        return create_db_instance

    def make_xml(render):
        def instance_xml(instance):
            logs = instance.get("EnabledCloudwatchLogsExports", [])
            members = "".join(f"<member>{escape(log)}</member>" for log in logs)
            filled = f"<EnabledCloudwatchLogsExports>{members}</EnabledCloudwatchLogsExports>"
            return render(instance).replace("<EnabledCloudwatchLogsExports/>", filled, 1)

        return instance_xml

    replace(rds, "_create_db_instance", make_create)
    replace(rds, "_instance_xml", make_xml)


# --- ECS ------------------------------------------------------------------------------------------------------------


@gap("A service without a role has none, where AWS shows the service-linked role; Terraform's provider needs one.")
def service_role() -> None:
    def make(create):
        def create_service(data):
            role = f"arn:aws:iam::{get_account_id()}:role/aws-service-role/ecs.amazonaws.com/AWSServiceRoleForECS"
            return create({**data, "role": data.get("role") or role})

        return create_service

    replace(ecs, "_create_service", make)


@gap("Of a service's limits of a deployment those that are not given are missing, where AWS has its own.")
def deployment_limits() -> None:
    limits = {"maximumPercent": 200, "minimumHealthyPercent": 100}

    def make(create):
        def create_service(data):
            asked = data.get("deploymentConfiguration")
            return create(data if asked is None else {**data, "deploymentConfiguration": {**limits, **asked}})

        return create_service

    replace(ecs, "_create_service", make)


@gap("Services forget how their tasks are placed.")
def placement_strategy() -> None:
    def make(create):
        def create_service(data):
            response = create(data)
            if response[0] != 200:
                return response
            answer = json.loads(response[2])
            stored = next(s for s in ecs._services.values() if s["serviceArn"] == answer["service"]["serviceArn"])
            for known in (stored, answer["service"]):
                known["placementStrategy"] = data.get("placementStrategy", [])
                known["placementConstraints"] = data.get("placementConstraints", [])
                known["availabilityZoneRebalancing"] = data.get("availabilityZoneRebalancing", "DISABLED")
            return response[0], response[1], json.dumps(answer).encode()

        return create_service

    replace(ecs, "_create_service", make)


@gap("A deleted cluster is missing, where AWS answers that it is INACTIVE, for which Terraform's provider waits.")
def inactive_clusters() -> None:
    deleted: dict[str, dict] = {}

    def make_delete(delete):
        def delete_cluster(data):
            known = dict(ecs._clusters.items())
            response = delete(data)
            if response[0] == 200:
                for name in known.keys() - ecs._clusters.keys():
                    deleted[known[name]["clusterArn"]] = {**known[name], "status": "INACTIVE"}
            return response

        return delete_cluster

    def make_describe(describe):
        def describe_clusters(data):
            status, headers, body = describe(data)
            answer = json.loads(body)
            if status != 200:
                return status, headers, body
            found = [deleted[f["arn"]] for f in answer["failures"] if f["arn"] in deleted]
            answer["clusters"] += found
            answer["failures"] = [f for f in answer["failures"] if f["arn"] not in deleted]
            return status, headers, json.dumps(answer).encode()

        return describe_clusters

    replace(ecs, "_delete_cluster", make_delete)
    replace(ecs, "_describe_clusters", make_describe)


@gap("Containers of tasks keep their images' entry points, whatever the task definition says.")
def entry_points() -> None:
    def make(build):
        def run_options(definition, *args):
            options = build(definition, *args)
            if definition.get("entryPoint"):
                options["entrypoint"] = definition["entryPoint"]
            return options

        return run_options

    replace(ecs, "_build_run_kwargs", make)


class TaskSubnet(str):
    """The subnet of a task, and the security groups of its interface."""

    groups: tuple[str, ...] = ()


@gap("Tasks are all in one subnet, at an address that is Docker's choice, and no security group is enforced.")
def tasks_in_subnets() -> None:
    def tasks_in(subnet):
        return sum(task.get("_subnet") == subnet and task["lastStatus"] != "STOPPED" for task in ecs._tasks.values())

    def make_subnet(requested):
        def requested_subnet(data):
            first = requested(data)
            if first is None:
                return None
            config = data["networkConfiguration"]["awsvpcConfiguration"]
            subnet = TaskSubnet(min(config["subnets"], key=tasks_in))
            subnet.groups = tuple(config.get("securityGroups") or default_group(subnet))
            return subnet

        return requested_subnet

    def make_options(build):
        def run_options(definition, task_definition, env, ports, net, host, task_id, task_arn, own, cluster):
            options = build(definition, task_definition, env, ports, net, host, task_id, task_arn, own, cluster)
            task = ecs._tasks[task_arn]
            subnet = task.get("_subnet")
            if task_definition.get("networkMode") != "awsvpc" or subnet is None:
                return options
            if "_address" not in task:
                task["_address"] = addresses.of(subnet)
                task["availabilityZone"] = zone_of(subnet)
                task["_joined"] = interfaces.open(identifier("eni-", task_arn), task["_address"])
            for name in ("network", "extra_hosts", "ports"):
                options.pop(name, None)
            options.update(task["_joined"])
            options["init"] = bool((definition.get("linuxParameters") or {}).get("initProcessEnabled"))
            options["labels"][ADDRESS_LABEL] = task["_address"]
            return options

        return run_options

    def make_cleanup(clean):
        def cleanup(task, *rest, **named):
            clean(task, *rest, **named)
            if task.get("_address"):
                interfaces.close(identifier("eni-", task["taskArn"]))

        return cleanup

    def make_address(read):
        def container_ip(container, net):
            return container.labels.get(ADDRESS_LABEL) or read(container, net)

        return container_ip

    def make_record(record):
        def record_ip(task, *rest):
            record(task, *rest)
            for attachment in task.get("attachments", []):
                if attachment["type"] == "ElasticNetworkInterface" and len(attachment["details"]) == 2:
                    name = identifier("eni-", task["taskArn"])
                    attachment["details"].append({"name": "networkInterfaceId", "value": name})

        return record_ip

    # One by one, so that each goes where the fewest are.
    def make_run(run):
        def run_task(data):
            answers = [run({**data, "count": 1}) for _ in range(int(data.get("count", 1)))]
            if any(answer[0] != 200 for answer in answers):
                return next(answer for answer in answers if answer[0] != 200)
            bodies = [json.loads(answer[2]) for answer in answers]
            merged = {key: [each for body in bodies for each in body[key]] for key in ("tasks", "failures")}
            return answers[0][0], answers[0][1], json.dumps(merged).encode()

        return run_task

    replace(ecs, "_run_task", make_run)
    replace(ecs, "_requested_subnet", make_subnet)
    replace(ecs, "_build_run_kwargs", make_options)
    replace(ecs, "_cleanup_task_resources", make_cleanup)
    replace(ecs, "_container_ip", make_address)
    replace(ecs, "_record_task_ip", make_record)


@gap("A task of a service that is stopped is not replaced, and is asked until it has gone.")
def stopped_tasks() -> None:
    def make(stop):
        def stop_task(data):
            cluster = ecs._resolve_cluster_name(data.get("cluster", "default"))
            task = ecs._resolve_task(data.get("task", ""), cluster) if cluster else None
            if task is not None and task.get("_address"):
                # Load balancers stop asking it before it ends.
                for arn, targets in list(alb._targets.items()):
                    alb._targets[arn] = [t for t in targets if t["Id"] != task["_address"]]
            response = stop(data)
            group = (task or {}).get("group", "")
            if group.startswith("service:"):
                ecs._reconcile_service_tasks(cluster, f"{cluster}/{group.split(':', 1)[1]}")
            return response

        return stop_task

    replace(ecs, "_stop_task", make)


@gap("File systems of EFS are not mounted in tasks, which write to their own disks instead.")
def file_systems() -> None:
    # A volume of Docker for each file system, whose root belongs to whom the access point says; no packets of NFS.
    lock = threading.Lock()

    def volume_of(config):
        client = ec2._get_docker()
        labels = container_reaper.own_labels("efs")
        name = f"{own_container().name}-{config['fileSystemId']}"
        with lock:
            if not client.volumes.list(filters={"name": name}):
                client.volumes.create(name, labels=labels)
                point = efs._access_points.get((config.get("authorizationConfig") or {}).get("accessPointId"), {})
                owner = point.get("PosixUser") or {}
                client.containers.run(
                    INTERFACE_IMAGE,
                    ["chown", f"{owner.get('Uid', 0)}:{owner.get('Gid', 0)}", "/mnt"],
                    entrypoint="",
                    network_mode="none",
                    remove=True,
                    labels=labels,
                    volumes={name: {"bind": "/mnt", "mode": "rw"}},
                )
        return name

    def make(binds_of):
        def binds(task_definition, container_definition):
            known = {
                volume["name"]: volume_of(volume["efsVolumeConfiguration"])
                for volume in task_definition.get("volumes", [])
                if volume.get("efsVolumeConfiguration")
            }
            return binds_of(task_definition, container_definition) + [
                f"{known[point['sourceVolume']]}:{point['containerPath']}:{'ro' if point.get('readOnly') else 'rw'}"
                for point in container_definition.get("mountPoints", [])
                if point["sourceVolume"] in known
            ]

        return binds

    replace(ecs, "_docker_binds_from_taskdef", make)


@gap("Policies of file systems come back with an Id that nobody gave them, and root directories of volumes without their default.")
def file_system_settings() -> None:
    def make_put(put):
        def put_policy(fs_id, body):
            response = put(fs_id, body)
            if response[0] == 200:
                efs._file_systems[fs_id]["FileSystemPolicy"] = body["Policy"]
            return response

        return put_policy

    def make_register(register):
        def register_task_definition(data):
            for volume in data.get("volumes", []):
                if volume.get("efsVolumeConfiguration"):
                    volume["efsVolumeConfiguration"].setdefault("rootDirectory", "/")
            return register(data)

        return register_task_definition

    replace(efs, "_put_file_system_policy", make_put)
    replace(ecs, "_register_task_definition", make_register)


# --- CloudWatch -----------------------------------------------------------------------------------------------------


@gap("Alarms are told without their actions, dimensions, period, statistic and description.")
def alarm_details() -> None:
    def members(name, values):
        return f"<{name}>{''.join(f'<member>{escape(value)}</member>' for value in values)}</{name}>"

    def details(alarm):
        dimensions = "".join(
            f"<member>{element('Name', each['Name'])}{element('Value', each['Value'])}</member>"
            for each in alarm.get("Dimensions") or []
        )
        return (
            f"<ActionsEnabled>{str(alarm.get('ActionsEnabled', True)).lower()}</ActionsEnabled>"
            + "".join(
                members(name, alarm.get(name) or []) for name in ("AlarmActions", "OKActions", "InsufficientDataActions")
            )
            + "".join(
                element(name, alarm.get(name))
                for name in ("AlarmDescription", "Period", "ExtendedStatistic", "TreatMissingData", "Unit")
            )
            + ("" if alarm.get("ExtendedStatistic") else element("Statistic", alarm.get("Statistic")))
            + f"<Dimensions>{dimensions}</Dimensions>"
        )

    def make(describe):
        def describe_alarms(params, data, is_cbor, is_json=False):
            response = describe(params, data, is_cbor, is_json)
            if is_cbor or is_json:
                return response
            return changed(
                response,
                lambda body: re.sub(
                    r"<member><AlarmName>(.*?)</AlarmName>",
                    lambda match: match[0] + details(cloudwatch._alarms.get(match[1], {})),
                    body,
                ),
            )

        return describe_alarms

    replace(cloudwatch, "_describe_alarms", make)


# --- Auto Scaling ---------------------------------------------------------------------------------------------------


@gap("Members of Auto Scaling groups are not instances, and are all in the first zone.")
def group_members_are_instances() -> None:
    # They carry no packets: tasks are containers of this machine, not of their hosts.
    def make(reconcile):
        def reconcile_instances(group):
            subnets = [s for s in group.get("VPCZoneIdentifier", "").split(",") if s in ec2._subnets]
            if subnets:
                group["AvailabilityZones"] = [zone_of(subnet) for subnet in subnets]
            before = {member["InstanceId"] for member in group["Instances"]}
            reconcile(group)
            now = {member["InstanceId"] for member in group["Instances"]}
            for number, member in enumerate(group["Instances"]):
                if member["InstanceId"] not in before and subnets:
                    launch_member(group, member, subnets[number % len(subnets)])
            end(before - now)

        return reconcile_instances

    def launch_member(group, member, subnet):
        data = template(group)
        interface = next(iter(data.get("NetworkInterfaces", [])), {})
        groups = interface.get("Groups") or interface.get("SecurityGroupIds") or data.get("SecurityGroupIds")
        [instance] = ec2._launch_instances_internal(
            data.get("ImageId", "ami-00000000"), data.get("InstanceType", "t3.micro"), subnet, 1, sg_ids=groups
        )
        ec2._instances.pop(instance["InstanceId"])
        for mapping in instance["BlockDeviceMappings"]:
            for attachment in ec2._volumes[mapping["Ebs"]["VolumeId"]]["Attachments"]:
                attachment["InstanceId"] = member["InstanceId"]
        instance["InstanceId"] = member["InstanceId"]
        member["AvailabilityZone"] = zone_of(subnet)
        ec2._instances[member["InstanceId"]] = instance
        ec2._tags[member["InstanceId"]] = [
            {"Key": "aws:autoscaling:groupName", "Value": group["AutoScalingGroupName"]},
            *({"Key": t["Key"], "Value": t["Value"]} for t in group["Tags"] if t.get("PropagateAtLaunch")),
        ]

    def template(group):
        wanted = group.get("LaunchTemplate") or {}
        for known in ec2._launch_templates.values():
            if wanted.get("LaunchTemplateId") in (known["LaunchTemplateId"], known["LaunchTemplateName"]):
                return known["Versions"][-1]["LaunchTemplateData"]
        return {}

    def end(names):
        for name in names:
            instance = ec2._instances.get(name)
            if instance is not None:
                for mapping in instance["BlockDeviceMappings"]:
                    ec2._volumes.pop(mapping["Ebs"]["VolumeId"], None)
                ec2._instances.pop(name)
                ec2._tags.pop(name, None)

    def make_delete(delete):
        def delete_group(params):
            group = autoscaling._asgs.get(one(params, "AutoScalingGroupName"))
            response = delete(params)
            if group is not None:
                end({member["InstanceId"] for member in group["Instances"]})
            return response

        return delete_group

    replace(autoscaling, "_reconcile_instances", make)
    replace(autoscaling, "_delete_asg", make_delete)


# --- Systems Manager ------------------------------------------------------------------------------------------------


@gap("Public parameters do not exist, and can't be put either.")
def public_parameters() -> None:
    # The newest Amazon Linux 2023 that MiniStack knows: hosts boot nothing.
    image = next(stub[0] for stub in ec2._STUB_AMIS if stub[1].startswith("al2023"))
    name = "/aws/service/ecs/optimized-ami/amazon-linux-2023/recommended/image_id"

    def make(select):
        def select_parameter(asked):
            found = select(asked)
            if asked != name or found[0]:
                return found
            arn = f"arn:aws:ssm:{get_region()}::parameter{name}"
            public = {"Name": name, "Type": "String", "Value": image, "Version": 1, "ARN": arn, "DataType": "text"}
            return {**public, "LastModifiedDate": 0.0}, None

        return select_parameter

    replace(ssm, "_select_parameter", make)


# --- CloudFormation -------------------------------------------------------------------------------------------------


@gap("A reference to a secret in a template is its name, where AWS has its ARN.")
def secret_references() -> None:
    handlers = provisioners._RESOURCE_HANDLERS["AWS::SecretsManager::Secret"]
    create, update, delete = handlers["create"], handlers["update"], handlers["delete"]

    def name_of(reference):
        return next((n for n, s in secretsmanager._secrets.items() if reference in (n, s["ARN"])), reference)

    def create_secret(*args, **named):
        name, attributes = create(*args, **named)
        return secretsmanager._secrets[name]["ARN"], attributes

    def update_secret(reference, *rest, **named):
        name, attributes = update(name_of(reference), *rest, **named)
        return secretsmanager._secrets[name_of(name)]["ARN"], attributes

    def delete_secret(reference, properties):
        return delete(name_of(reference), properties)

    handlers.update(create=create_secret, update=update_secret, delete=delete_secret)


@gap("A secret that a template generates is any characters, whatever the template says it must have and must not have.")
def generated_secrets() -> None:
    # Without a digit, as one of 32 characters is in one of about 70 cases, MySQL refuses it as a password.
    def make(secret_string_of):
        def secret_string(properties):
            rules = properties.get("GenerateSecretString")
            if rules is None or properties.get("SecretString"):
                return secret_string_of(properties)
            template, key = rules.get("SecretStringTemplate"), rules.get("GenerateStringKey")
            if (template is None) != (key is None):
                raise ValueError("SecretStringTemplate and GenerateStringKey belong together")
            status, _, body = secretsmanager._get_random_password(rules)
            answer = json.loads(body)
            if status != 200:
                raise ValueError(f"AWS::SecretsManager::Secret cannot be generated: {answer}")
            generated = answer["RandomPassword"]
            return generated if template is None else json.dumps({**json.loads(template), key: generated})

        return secret_string

    replace(provisioners, "_sm_secret_string", make)


# --- tags -----------------------------------------------------------------------------------------------------------


@gap("GetResources knows nothing of EC2, of load balancing, databases, secrets, logs and firewalls.")
def resources_by_tag() -> None:
    kinds = {
        "eipalloc": "elastic-ip",
        "eni": "network-interface",
        "i": "instance",
        "igw": "internet-gateway",
        "lt": "launch-template",
        "nat": "natgateway",
        "rtb": "route-table",
        "sg": "security-group",
        "subnet": "subnet",
        "vol": "volume",
        "vpc": "vpc",
        "vpce": "vpc-endpoint",
    }

    def of_ec2():
        # Tags stay when what has them is deleted.
        stores = [store for name, store in vars(ec2).items() if store is not ec2._tags and type(store) is type(ec2._tags)]
        for key, tags in ec2._tags.items():
            kind = kinds.get(key.rsplit("-", 1)[0])
            if kind and any(key in store for store in stores):
                yield f"arn:aws:ec2:{get_region()}:{get_account_id()}:{kind}/{key}", tags

    def of_firewalls():
        known = [*waf._web_acls.values(), *waf._regex_pattern_sets.values()]
        for resource in known:
            yield resource["ARN"], waf._waf_tags.get(resource["ARN"], [])

    def of_logs():
        for name, group in cloudwatch_logs._log_groups.items():
            tags = [{"Key": key, "Value": value} for key, value in group.get("tags", {}).items()]
            yield f"arn:aws:logs:{get_region()}:{get_account_id()}:log-group:{name}", tags

    tagging._COLLECTORS.update({
        "ec2": of_ec2,
        "elasticloadbalancing": lambda: list(alb._tags.items()),
        "logs": of_logs,
        "rds": lambda: list(rds._tags.items()),
        "secretsmanager": tagging._collect_secretsmanager,
        "wafv2": of_firewalls,
    })


# --- Route 53 -------------------------------------------------------------------------------------------------------


@gap("Nobody may ask whether a hosted zone is signed, as Terraform's provider does before it deletes one.")
def zone_signing() -> None:
    def make(handle):
        async def handle_request(method, path, headers, body, query):
            if method != "GET" or not re.search(r"/hostedzone/[^/]+/dnssec$", path):
                return await handle(method, path, headers, body, query)
            answer = (
                '<?xml version="1.0"?><GetDNSSECResponse xmlns="https://route53.amazonaws.com/doc/2013-04-01/">'
                "<Status><ServeSignature>NOT_SIGNING</ServeSignature></Status><KeySigningKeys/></GetDNSSECResponse>"
            )
            return 200, {"Content-Type": "application/xml"}, answer.encode()

        return handle_request

    replace(route53, "handle_request", make)
