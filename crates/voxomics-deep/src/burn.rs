//! The network on Burn: the same folded parameters as functional operations, on wgpu or on the CPU.
//!
//! No modules of Burn, hence no batch norm that could learn; no autodiff either, see [`gradient`](crate::gradient).

mod batch;
mod caught;
mod convolution;
#[cfg(feature = "gpu")]
mod gpu;
#[cfg(all(test, feature = "gpu"))]
mod lost;
mod resnet;

use burn_tensor::{Device, Tensor, TensorData};
use ndarray::{Array, Array2, Array4, ArrayView, ArrayView4, Axis, Dimension, concatenate};

#[cfg(feature = "gpu")]
pub(crate) use gpu::{Gpu, any, hardware};

use crate::engine::{Error, Options, Run};
use crate::layer::Layer;
use crate::network::Network;
use batch::Room;
use caught::{caught, read};
use resnet::ResNet;

/// A network on one of Burn's devices.
#[derive(Debug)]
pub(crate) struct Engine {
    network: ResNet,
    device: Device,
    /// For messages.
    name: String,
    room: Room,
}

impl Engine {
    #[cfg(feature = "gpu")]
    pub(crate) fn gpu(network: &Network, gpu: &Gpu, options: Options) -> Result<Self, Error> {
        let room = Room::new(network, options, gpu.buffer);
        Self::new(
            network,
            gpu.device.clone(),
            gpu.adapter().name.clone(),
            room,
        )
    }

    #[cfg(feature = "flex")]
    pub(crate) fn flex(network: &Network, options: Options) -> Result<Self, Error> {
        let room = Room::new(network, options, u64::MAX);
        Self::new(network, Device::flex(), "Burn on the CPU".to_owned(), room)
    }

    fn new(network: &Network, device: Device, name: String, room: Room) -> Result<Self, Error> {
        let network = caught(&name, || {
            let network = ResNet::new(network, &device);
            // Uploads are queued: here a device without room for the weights says so.
            let synced = device.sync();
            synced.map_err(|why| caught::failed(&name, &why.to_string()))?;
            Ok(network)
        })?;
        Ok(Self {
            network,
            device,
            name,
            room,
        })
    }

    /// What `work` makes of batch after batch, one behind the other.
    fn batches<T>(
        &self,
        images: ArrayView4<'_, f32>,
        work: impl Fn(ArrayView4<'_, f32>) -> Result<T, Error>,
    ) -> Result<Vec<T>, Error> {
        let (_, _, rows, columns) = images.dim();
        let size = self.room.images([rows, columns]);
        let batches = images.axis_chunks_iter(Axis(0), size);
        batches
            .map(|batch| caught(&self.name, || work(batch)))
            .collect()
    }

    fn upload<const D: usize, N: Dimension>(&self, values: ArrayView<'_, f32, N>) -> Tensor<D> {
        let shape = values.shape().to_vec();
        let values: Vec<f32> = values.iter().copied().collect();
        Tensor::from_data(TensorData::new(values, shape), &self.device)
    }

    fn download<const D: usize, N: Dimension>(
        &self,
        tensor: Tensor<D>,
    ) -> Result<Array<f32, N>, Error> {
        let shape = tensor.dims();
        let values = read(&self.name, tensor)?;
        let array = Array::from_shape_vec(shape.to_vec(), values);
        let array = array.expect("as many values as the tensor's shape has");
        Ok(array.into_dimensionality().expect("the tensor's rank"))
    }
}

impl Run for Engine {
    fn features(&self, images: ArrayView4<'_, f32>) -> Result<Array2<f32>, Error> {
        let batches = self.batches(images, |batch| {
            self.download(self.network.features(self.upload(batch)))
        })?;
        Ok(joined(&batches))
    }

    fn forward(&self, images: ArrayView4<'_, f32>, layer: Layer) -> Result<Array4<f32>, Error> {
        let batches = self.batches(images, |batch| {
            self.download(self.network.forward(self.upload(batch), layer))
        })?;
        Ok(joined(&batches))
    }
}

fn joined<D: ndarray::RemoveAxis>(batches: &[Array<f32, D>]) -> Array<f32, D> {
    if let [only] = batches {
        return only.clone();
    }
    let views: Vec<_> = batches.iter().map(|batch| batch.view()).collect();
    concatenate(Axis(0), &views).expect("batches of equal images, at least one")
}
