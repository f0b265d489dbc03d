# The container image of the same role: packer build -only 'container.*' packer
source "docker" "mysql" {
  commit = true
  image  = var.base_image
  pull   = var.pull
  changes = [
    "ENTRYPOINT [\"/usr/local/sbin/mysql-boot\", \"exec\"]",
    "CMD [\"mysqld\"]",
    "EXPOSE 3306",
    "VOLUME /var/lib/mysql",
    "STOPSIGNAL SIGTERM",
    "LABEL dev.groundtruth.image=mysql",
    "LABEL dev.groundtruth.content=${var.content}",
    "LABEL dev.groundtruth.role=${var.role_version}",
    "LABEL org.opencontainers.image.base.name=${var.base_image}",
    "LABEL org.opencontainers.image.base.digest=${element(split("@", var.source_image), 1)}",
  ]
}

build {
  name    = "container"
  sources = ["source.docker.mysql"]

  # What Ansible needs of a machine, and an Ubuntu machine has.
  provisioner "shell" {
    inline = [
      "apt-get update -q",
      "DEBIAN_FRONTEND=noninteractive apt-get install -qy --no-install-recommends python3 python3-apt",
    ]
  }

  provisioner "ansible" {
    ansible_env_vars = ["ANSIBLE_CONFIG=${path.root}/../ansible/ansible.cfg"]
    command          = var.ansible_command
    # Packer's own server on loopback has a key that today's ssh asks to be told of.
    extra_arguments = [
      "--ssh-extra-args",
      "-o HostKeyAlgorithms=+ssh-rsa -o PubkeyAcceptedAlgorithms=+ssh-rsa",
      "--extra-vars",
      "mysql_version=${var.mysql_version} mysql_origin=${var.mysql_origin} mysql_source_image=${var.source_image} mysql_service_manager=none",
    ]
    playbook_file = "${path.root}/../ansible/mysql.yml"
    user          = "root"
  }

  provisioner "file" {
    destination = "${var.output}/container-provenance.json"
    direction   = "download"
    source      = "/usr/share/groundtruth/mysql-image.json"
  }

  provisioner "shell" {
    script = "${path.root}/scripts/seal"
  }

  post-processors {
    post-processor "docker-tag" {
      repository = var.image
      tags       = [var.image_tag]
    }
    post-processor "manifest" {
      custom_data = {
        mysql_version = var.mysql_version
        provenance    = "container-provenance.json"
        role_version  = var.role_version
        source_image  = var.source_image
      }
      output = "${var.output}/manifest.json"
    }
  }
}
