# The machine image: packer build -only 'ami.*' packer
source "amazon-ebs" "mysql" {
  ami_description             = "MySQL ${var.mysql_version} on Ubuntu ${var.ubuntu}, hardened, without data, secrets or identity"
  ami_name                    = "groundtruth-mysql-${var.mysql_version}-ubuntu-${var.ubuntu}-{{ timestamp }}"
  associate_public_ip_address = true
  encrypt_boot                = true
  imds_support                = "v2.0"
  instance_type               = var.instance_type
  kms_key_id                  = var.kms_key_id
  region                      = var.region
  ssh_clear_authorized_keys   = true
  ssh_username                = "ubuntu"
  subnet_id                   = var.subnet_id
  temporary_key_pair_type     = "ed25519"

  # Only who builds may reach the machine while it is built.
  temporary_security_group_source_public_ip = true

  launch_block_device_mappings {
    delete_on_termination = true
    device_name           = "/dev/sda1"
    encrypted             = true
    kms_key_id            = var.kms_key_id
    volume_size           = 10
    volume_type           = "gp3"
  }

  metadata_options {
    http_endpoint               = "enabled"
    http_put_response_hop_limit = 1
    http_tokens                 = "required"
  }

  run_tags = {
    Name    = "groundtruth-mysql-build"
    Project = "groundtruth"
    Run     = var.run
    Owner   = var.owner
    Expires = var.expires
  }

  run_volume_tags = {
    Name    = "groundtruth-mysql-build"
    Project = "groundtruth"
    Run     = var.run
    Owner   = var.owner
    Expires = var.expires
  }

  snapshot_tags = {
    Name    = "groundtruth-mysql"
    Project = "groundtruth"
    Run     = var.run
    Owner   = var.owner
    Expires = var.expires
  }

  source_ami_filter {
    filters = {
      name                = "ubuntu/images/hvm-ssd*/ubuntu-*-${var.ubuntu}-amd64-server-*"
      root-device-type    = "ebs"
      virtualization-type = "hvm"
    }
    most_recent = true
    owners      = ["099720109477"]
  }

  tags = {
    Name        = "groundtruth-mysql"
    Project     = "groundtruth"
    Run         = var.run
    Owner       = var.owner
    Expires     = var.expires
    MySQL       = var.mysql_version
    Ubuntu      = var.ubuntu
    RoleVersion = var.role_version
    SourceImage = "{{ .SourceAMI }} {{ .SourceAMIName }}"
  }
}

build {
  name    = "ami"
  sources = ["source.amazon-ebs.mysql"]

  # First boot installs and writes what it likes; the role comes after it.
  provisioner "shell" {
    inline = ["cloud-init status --wait >/dev/null || test $? -eq 2"]
  }

  provisioner "ansible" {
    ansible_env_vars = ["ANSIBLE_CONFIG=${path.root}/../ansible/ansible.cfg"]
    command          = var.ansible_command
    extra_arguments  = ["--extra-vars", "mysql_version=${var.mysql_version} mysql_origin=${var.mysql_origin} mysql_source_image=${build.SourceAMI}"]
    playbook_file    = "${path.root}/../ansible/mysql.yml"
    use_proxy        = false
    user             = "ubuntu"
  }

  provisioner "file" {
    destination = "${var.output}/ami-provenance.json"
    direction   = "download"
    source      = "/usr/share/groundtruth/mysql-image.json"
  }

  provisioner "shell" {
    execute_command = "sudo env {{ .Vars }} {{ .Path }}"
    script          = "${path.root}/scripts/seal"
  }

  post-processor "manifest" {
    custom_data = {
      mysql_version = var.mysql_version
      provenance    = "ami-provenance.json"
      role_version  = var.role_version
      source_image  = build.SourceAMI
    }
    output = "${var.output}/manifest.json"
  }
}
