"""The images that both sides get, and the targets that they stand for."""

import os
from dataclasses import dataclass
from pathlib import Path

IMAGES = Path(__file__).parents[2] / "tests/data/images"


@dataclass(frozen=True)
class Case:
    name: str
    what: str
    image: Path
    mask: Path
    # How many times less CPU time voxomics should take, from arrays.
    cpu_target: float | None = None

    @property
    def files(self):
        return [str(self.image), str(self.mask)]


def cases():
    """The cases, and a sentence about one that is missing."""
    pyradiomics, tumour = IMAGES / "pyradiomics", IMAGES / "sts_cohort/STS_041"
    found = [
        Case(
            "brain1", "MR of a brain, a small tumour",
            pyradiomics / "brain1_image.nrrd", pyradiomics / "brain1_label.nrrd", 10,
        ),
        Case(
            "lung2_crop", "CT of a lung tumour, cropped",
            pyradiomics / "lung2_crop_image.nrrd", pyradiomics / "lung2_crop_label.nrrd",
        ),
        Case(
            "sts_ct", "CT of a soft-tissue sarcoma, cropped",
            tumour / "CT.nii.gz", tumour / "CT_mask.nii.gz",
        ),
    ]
    shared = os.environ.get("VOXOMICS_SHARED")
    if not shared:
        return found, (
            "The IBSI CT phantom was not measured: its licence keeps it out of the repository.\n"
            "benches/peers/README.md says how to have it measured."
        )
    phantom = Path(shared) / "data/ibsi1/ct_phantom"
    found.append(
        Case(
            "ibsi_ct", "CT phantom of IBSI 1, a lung tumour",
            phantom / "image.nii.gz", phantom / "mask.nii.gz", 15,
        )
    )
    return found, None
