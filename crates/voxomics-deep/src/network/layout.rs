//! torchvision's names and shapes of a ResNet-18, in its order.

/// What a tensor is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Role {
    Convolution,
    /// `weight` of a batch norm.
    Scale,
    /// `bias` of a batch norm.
    Shift,
    Mean,
    Variance,
    /// `num_batches_tracked`, which inference does not need.
    Tracked,
    HeadWeight,
    HeadBias,
}

/// One tensor of the state dict.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Parameter {
    pub(crate) key: String,
    pub(crate) shape: Vec<usize>,
    pub(crate) role: Role,
}

/// A convolution and the batch norm that follows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Unit {
    /// `layer1.0.conv1`.
    pub(crate) conv: String,
    /// `layer1.0.bn1`.
    pub(crate) norm: String,
    pub(crate) inputs: usize,
    pub(crate) outputs: usize,
    pub(crate) kernel: usize,
    pub(crate) stride: usize,
}

impl Unit {
    /// What keeps the resolution at stride 1.
    pub(crate) fn padding(&self) -> usize {
        self.kernel / 2
    }

    /// The key of the convolution's weights.
    pub(crate) fn weight(&self) -> String {
        format!("{}.weight", self.conv)
    }

    fn parameters(&self) -> [Parameter; 6] {
        let (outputs, kernel) = (self.outputs, self.kernel);
        let norm = |leaf: &str, shape, role| {
            let key = format!("{}.{leaf}", self.norm);
            Parameter { key, shape, role }
        };
        [
            Parameter {
                key: self.weight(),
                shape: vec![outputs, self.inputs, kernel, kernel],
                role: Role::Convolution,
            },
            norm("weight", vec![outputs], Role::Scale),
            norm("bias", vec![outputs], Role::Shift),
            norm("running_mean", vec![outputs], Role::Mean),
            norm("running_var", vec![outputs], Role::Variance),
            norm("num_batches_tracked", Vec::new(), Role::Tracked),
        ]
    }
}

/// The units of a basic block.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct BlockUnits {
    pub(crate) first: Unit,
    pub(crate) second: Unit,
    pub(crate) shortcut: Option<Unit>,
}

/// The first unit, from three channels to `width`.
pub(crate) fn stem(width: usize) -> Unit {
    Unit {
        conv: "conv1".to_owned(),
        norm: "bn1".to_owned(),
        inputs: 3,
        outputs: width,
        kernel: 7,
        stride: 2,
    }
}

/// Eight blocks in four stages; each stage but the first halves the resolution and doubles the
/// channels.
pub(crate) fn blocks(width: usize) -> Vec<BlockUnits> {
    let places = (0..4).flat_map(|stage| [(stage, 0), (stage, 1)]);
    places
        .map(|(stage, block)| block_units(width, stage, block))
        .collect()
}

fn block_units(width: usize, stage: usize, block: usize) -> BlockUnits {
    let outputs = width << stage;
    let shrinks = stage > 0 && block == 0;
    let (inputs, stride) = if shrinks {
        (outputs / 2, 2)
    } else {
        (outputs, 1)
    };
    let name = format!("layer{}.{block}", stage + 1);
    let first = Unit {
        conv: format!("{name}.conv1"),
        norm: format!("{name}.bn1"),
        inputs,
        outputs,
        kernel: 3,
        stride,
    };
    let second = Unit {
        conv: format!("{name}.conv2"),
        norm: format!("{name}.bn2"),
        inputs: outputs,
        stride: 1,
        ..first.clone()
    };
    let shortcut = shrinks.then(|| Unit {
        conv: format!("{name}.downsample.0"),
        norm: format!("{name}.downsample.1"),
        kernel: 1,
        ..first.clone()
    });
    BlockUnits {
        first,
        second,
        shortcut,
    }
}

/// Every tensor; those of the head if there is one.
pub(crate) fn parameters(width: usize, classes: Option<usize>) -> Vec<Parameter> {
    let blocks = blocks(width).into_iter();
    let of_blocks = blocks.flat_map(|block| {
        [block.first, block.second]
            .into_iter()
            .chain(block.shortcut)
    });
    let units = [stem(width)].into_iter().chain(of_blocks);
    let body = units.flat_map(|unit| unit.parameters());
    let head = classes.map(|classes| {
        let head = |key: &str, shape, role| {
            let key = key.to_owned();
            Parameter { key, shape, role }
        };
        [
            head("fc.weight", vec![classes, 8 * width], Role::HeadWeight),
            head("fc.bias", vec![classes], Role::HeadBias),
        ]
    });
    body.chain(head.into_iter().flatten()).collect()
}
