// Package oci stands in for Terraform's state backend of Oracle's object storage, a module of its own that module
// proxies do not serve. No test of Groundtruth keeps a state there.
package oci

import (
	"errors"

	"github.com/hashicorp/terraform/internal/backend"
	"github.com/hashicorp/terraform/internal/backend/remote-state/inmem"
	"github.com/hashicorp/terraform/internal/tfdiags"
	"github.com/zclconf/go-cty/cty"
)

type absent struct{ backend.Backend }

// New returns a backend that refuses to be configured.
func New() backend.Backend { return absent{inmem.New()} }

func (absent) PrepareConfig(config cty.Value) (cty.Value, tfdiags.Diagnostics) {
	var diagnostics tfdiags.Diagnostics
	return config, diagnostics.Append(errors.New(
		"this Terraform was built without the oci backend, perhaps you should install the official release"))
}
