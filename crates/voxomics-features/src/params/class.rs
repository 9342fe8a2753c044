//! The feature classes that are enabled.

use crate::catalog::{Class, Feature, Status};

use super::error::Error;
use super::place::Place;
use super::schema::invalid;
use super::value::{Entry, Value};
use super::warning::Warning;
use voxomics_core::hint::did_you_mean;

/// An enabled feature class and the features asked of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EnabledClass {
    class: Class,
    asked: Vec<Feature>,
}

impl EnabledClass {
    /// All of a class.
    pub(super) fn whole(class: Class) -> Self {
        let asked = class.standard().collect();
        Self { class, asked }
    }

    /// From an entry of `featureClass`.
    pub(super) fn read(entry: &Entry, section: &Place) -> Result<Self, Error> {
        let place = section.key(&entry.key, entry.line);
        let Some(class) = Class::from_name(&entry.key) else {
            let classes = Class::ALL.iter().map(|class| class.name());
            return Err(Error::Unknown {
                place,
                what: "a feature class of PyRadiomics".to_owned(),
                hint: did_you_mean(&entry.key, classes),
            });
        };
        match &entry.value {
            Value::Null => Ok(Self::whole(class)),
            Value::List(names) if names.is_empty() => Ok(Self::whole(class)),
            Value::List(names) => Self::named(class, names, &place),
            value => Err(invalid(
                &place,
                value,
                "write a list of features, or nothing for all of them",
            )),
        }
    }

    fn named(class: Class, names: &[Value], place: &Place) -> Result<Self, Error> {
        let mut asked = Vec::new();
        for (index, name) in names.iter().enumerate() {
            let feature = feature(class, name, &place.item(index))?;
            if !asked.contains(&feature) {
                asked.push(feature);
            }
        }
        Ok(Self { class, asked })
    }

    /// The class.
    #[must_use]
    pub fn class(&self) -> Class {
        self.class
    }

    /// The features that give a column, in the order of the columns.
    #[must_use]
    pub fn features(&self) -> Vec<&'static str> {
        let columns = self.asked.iter();
        let columns = columns.filter(|feature| feature.status != Status::Retired);
        columns.map(|feature| feature.name).collect()
    }

    pub(super) fn warnings(&self) -> impl Iterator<Item = Warning> {
        let class = self.class;
        self.asked
            .iter()
            .filter_map(move |&Feature { name, status }| match status {
                Status::Standard => None,
                Status::Deprecated => Some(Warning::Deprecated {
                    class,
                    feature: name,
                }),
                Status::Retired => Some(Warning::Retired {
                    class,
                    feature: name,
                }),
            })
    }
}

fn feature(class: Class, name: &Value, place: &Place) -> Result<Feature, Error> {
    let Value::Text(name) = name else {
        return Err(invalid(place, name, "write the name of a feature"));
    };
    class.find(name).ok_or_else(|| Error::Unknown {
        place: place.clone(),
        what: format!("a feature of {}", class.name()),
        hint: did_you_mean(name, class.features().iter().map(|feature| feature.name)),
    })
}
