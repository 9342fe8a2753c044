//! The few functions and classes that a state dict names.

use crate::weights::element::Element;

/// What a pickle may name; everything else is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::weights) enum Global {
    /// `collections.OrderedDict`.
    OrderedDict,
    /// `torch._utils._rebuild_tensor` and `_rebuild_tensor_v2`, which begin with the same arguments.
    RebuildTensor,
    /// `torch._utils._rebuild_parameter`.
    RebuildParameter,
    /// `torch.nn.parameter.Parameter`, and `torch.autograd.variable.Variable` of the first releases.
    Parameter,
    /// `torch.FloatTensor` and the like, of the first releases.
    Tensor,
    /// `torch.FloatStorage` and the like.
    Storage(Element),
}

impl Global {
    pub(super) fn of(module: &str, name: &str) -> Option<Self> {
        match (module, name) {
            ("collections", "OrderedDict") => Some(Self::OrderedDict),
            ("torch._utils", "_rebuild_tensor" | "_rebuild_tensor_v2") => Some(Self::RebuildTensor),
            ("torch._utils", "_rebuild_parameter") => Some(Self::RebuildParameter),
            ("torch.nn.parameter", "Parameter") | ("torch.autograd.variable", "Variable") => {
                Some(Self::Parameter)
            }
            ("torch" | "torch.cuda", class) => match class.strip_suffix("Tensor") {
                Some(kind) => Element::of_storage(&format!("{kind}Storage")).map(|_| Self::Tensor),
                None => Element::of_storage(class).map(Self::Storage),
            },
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Element, Global};

    #[test]
    fn only_exact_names_are_known() {
        for (module, name, want) in [
            ("torch", "HalfStorage", Some(Global::Storage(Element::F16))),
            (
                "torch.cuda",
                "FloatStorage",
                Some(Global::Storage(Element::F32)),
            ),
            ("torch", "FloatTensor", Some(Global::Tensor)),
            ("torch", "Tensor", None),
            ("torch", "load", None),
            ("torch.", "FloatStorage", None),
            ("torch._utils", "_rebuild_tensor_v3", None),
            ("collections", "Counter", None),
            ("os", "system", None),
            ("builtins", "eval", None),
            ("", "", None),
        ] {
            assert_eq!(Global::of(module, name), want, "{module}.{name}");
        }
    }
}
