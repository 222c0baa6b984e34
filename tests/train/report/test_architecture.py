"""The networks' diagrams and tables, generated from the networks."""

from train.report import architecture


def test_the_networks_are_drawn_and_written_from_themselves(tmp_path):
    text = architecture.write(tmp_path)
    assert "144x144x1" in text and "729 patches, 27x27" in text and "34x34 pixels" in text
    assert all((tmp_path / f"network-{name}.png").stat().st_size > 5000 for name in architecture.networks())
    layers = architecture.layers(architecture.networks()["generator"])
    assert len(layers) == 9 and sum("transposed" in layer.words for layer in layers) == 4
    assert [layer.across for layer in layers[5:]] == ["encoder.2.0", "encoder.1.0", "encoder.0.0", "the photograph"]
    assert not any(layer.across for layer in architecture.layers(architecture.networks()["baseline"]))


def test_border_patches_see_less():
    fields = architecture.patch_fields(architecture.networks()["discriminator"])
    assert fields.shape == (2, 27, 27) and fields.max() == 34
    assert fields[0, 0, 0] < 34 and fields[0, 13, 13] == 34
