//! A device that goes away between two batches, as at a driver's reset.
//!
//! The only test of this binary that opens a device: one that is lost does not come back within a process.

use burn_tensor::wgpu::wgpu::PollType;
use burn_tensor::{Device, DeviceKind};
use ndarray::Array4;

use super::{Engine, Room};
use crate::engine::{Error, Options, Run};
use crate::network::Network;
use crate::weights::hash_made;

#[test]
#[ignore = "needs an adapter of wgpu"]
fn wgpu_tells_of_a_lost_device_at_every_batch() {
    let network = Network::from_state_dict(&hash_made("lost", 2, 3)).unwrap();
    let options = Device::wgpu_options().device_kind(DeviceKind::DefaultDevice);
    let (device, setup) = options.init_with_setup().unwrap();
    let room = Room::new(&network, Options::default(), u64::MAX);
    let engine = Engine::new(&network, device, "the adapter".to_owned(), room).unwrap();
    let images = Array4::from_elem((2, 3, 16, 16), 0.5);
    assert!(engine.features(images.view()).is_ok());
    setup.device.destroy();
    // wgpu tells of a destroyed device once its queue is empty; a driver that resets it tells at once.
    setup.device.poll(PollType::Poll).unwrap();
    for _ in 0..2 {
        let error = engine.features(images.view()).unwrap_err();
        assert!(matches!(error, Error::Lost { .. }), "{error}");
    }
}
