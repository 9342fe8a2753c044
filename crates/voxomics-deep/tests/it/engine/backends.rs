//! Which backend is taken, and what is said about it.

use voxomics_deep::backend::Backend;
use voxomics_deep::engine::{Engine, Error, Options};

use crate::support::network;

fn open(backend: Backend) -> Result<Engine, Error> {
    Engine::new(&network("backends", 2, 3), backend, Options::default())
}

#[test]
fn names_are_read_back() {
    for backend in [Backend::Auto, Backend::Wgpu, Backend::Cpu, Backend::Flex] {
        assert_eq!(backend.to_string().parse(), Ok(backend));
        let json = serde_json::to_string(&backend).unwrap();
        assert_eq!(json, format!("\"{backend}\""));
    }
    let error = "gpu".parse::<Backend>().unwrap_err().to_string();
    assert!(error.starts_with("no backend is called `gpu`: "), "{error}");
}

#[cfg(not(feature = "flex"))]
#[test]
fn what_is_not_built_says_how_to_build_it() {
    let error = open(Backend::Flex).unwrap_err().to_string();
    assert!(error.ends_with("build with the feature `flex`"), "{error}");
}

#[cfg(not(feature = "gpu"))]
#[test]
fn without_the_feature_there_is_no_gpu() {
    let error = open(Backend::Wgpu).unwrap_err().to_string();
    assert!(error.ends_with("build with the feature `gpu`"), "{error}");
}

#[test]
fn the_processor_is_always_there() {
    let engine = open(Backend::Cpu).unwrap();
    assert_eq!(engine.chosen().to_string(), "cpu: it was asked for");
    // Whatever there is, it is one of these and never `auto`.
    let chosen = open(Backend::Auto).unwrap().chosen().clone();
    match chosen.backend {
        Backend::Cpu => assert!(chosen.why.starts_with("no GPU is used, since"), "{chosen}"),
        Backend::Wgpu => assert!(!chosen.adapter.unwrap().software),
        other => panic!("{other}"),
    }
}

#[cfg(feature = "flex")]
#[test]
fn flex_has_no_adapter() {
    let engine = open(Backend::Flex).unwrap();
    assert_eq!(engine.chosen().backend, Backend::Flex);
    assert_eq!(engine.chosen().to_string(), "flex: it was asked for");
}

#[cfg(feature = "gpu")]
#[test]
#[ignore = "needs an adapter of wgpu"]
fn wgpu_names_its_adapter_and_opens_it_twice() {
    for _ in 0..2 {
        let engine = open(Backend::Wgpu).unwrap();
        let chosen = engine.chosen();
        let adapter = chosen.adapter.as_ref().unwrap();
        println!("{chosen}; driver {}", adapter.driver);
        assert_eq!(chosen.backend, Backend::Wgpu);
        assert!(!adapter.name.is_empty() && !adapter.api.is_empty());
        if adapter.name.contains("llvmpipe") {
            assert!(adapter.software);
            assert!(
                chosen.why.contains("software adapter is slower"),
                "{}",
                chosen.why
            );
        }
    }
}
