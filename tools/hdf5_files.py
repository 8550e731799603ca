"""Writes HDF5 files with h5py, and says what h5py finds in ours; for the tests.

    python tools/hdf5_files.py write FILE          a file with every kind of thing others put into theirs
    python tools/hdf5_files.py write-cyclic FILE   the same with a group that holds itself
    python tools/hdf5_files.py describe FILE       JSON on standard output: data sets and attributes
"""
import json
import sys

import h5py
import numpy


def write(path, cyclic=False):
    with h5py.File(path, "w") as file:
        file["big"] = numpy.arange(6, dtype=">f8").reshape(2, 3) + 0.5
        file["single"] = numpy.array([1.5, numpy.nan, -0.0], dtype="f4")
        file["half"] = numpy.array([0.5, 2.0], dtype="f2")
        file["counts"] = numpy.array([2**53, -7], dtype="i8")
        file["bytes"] = numpy.array([255, 0], dtype="u1")
        file["truth"] = numpy.array([True, False, True])
        file["words"] = ["one", "two"]
        file["number"] = 4.25
        file.create_dataset("null", dtype="f8", shape=None, data=h5py.Empty("f8"))
        file.create_dataset("group/deep/packed", data=numpy.arange(12.0).reshape(4, 3), compression="gzip", chunks=(2, 3))
        if cyclic:
            file["group/again"] = file["group"]
        file["soft"] = h5py.SoftLink("/nowhere")
        file["external"] = h5py.ExternalLink("other.h5", "/big")
        file.attrs["title"] = "größe"
        file.attrs["fixed"] = numpy.bytes_("plain")
        file.attrs["seed"] = 2026
        file.attrs["tolerance"] = 1e-8
        file["big"].attrs["range"] = [0.5, 5.5]


def describe(path):
    sets, attributes = {}, {}

    def plain(value):
        value = value.tolist() if hasattr(value, "tolist") else value
        return value.decode() if isinstance(value, bytes) else value

    def visit(name, item):
        attributes[name] = {key: plain(value) for key, value in item.attrs.items()}
        if isinstance(item, h5py.Dataset):
            sets[name] = {
                "type": item.dtype.str, "shape": list(item.shape), "values": item[()].astype("f8").ravel().tolist(),
                "chunks": list(item.chunks or []), "limit": [size or -1 for size in item.maxshape],
            }

    with h5py.File(path, "r") as file:
        attributes["/"] = {key: plain(value) for key, value in file.attrs.items()}
        file.visititems(visit)
    json.dump({"sets": sets, "attributes": attributes}, sys.stdout)


if __name__ == "__main__":
    commands = {"write": write, "write-cyclic": lambda path: write(path, cyclic=True), "describe": describe}
    commands[sys.argv[1]](sys.argv[2])
