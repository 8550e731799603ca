"""Reads the files Ansatz writes with other people's readers and says what it found.

    python tools/read_fields.py RESULT.json FILE ...

.vti .vtr .vtu  VTK itself, every error and warning event recorded; .vtu also by meshio where it can
.pvd            the standard library's XML parser
.npz .npy       numpy, .npz also by zipfile's own check
.csv            the standard library's csv module
.safetensors    safetensors itself; types and places of the arrays by json and struct
.py             run with a stand-in for paraview.simple

Arrays go to RESULT.bin as little-endian doubles; RESULT.json says where. The script judges nothing: the tests compare.
"""
import csv
import json
import os
import runpy
import struct
import sys
import types
import xml.etree.ElementTree
import zipfile

import numpy


class Values:
    """Arrays, one after the other in one file."""

    def __init__(self, path):
        self.file = open(path, "wb")
        self.position = 0

    def add(self, array):
        flat = numpy.ascontiguousarray(array, dtype="<f8").ravel()
        self.file.write(flat.tobytes())
        place = {"start": self.position, "count": int(flat.size)}
        self.position += int(flat.size)
        return place


def read_vtk(path, values):
    from vtkmodules.util.numpy_support import vtk_to_numpy
    from vtkmodules.vtkCommonExecutionModel import vtkStreamingDemandDrivenPipeline
    from vtkmodules import vtkIOXML

    classes = {".vti": "vtkXMLImageDataReader", ".vtr": "vtkXMLRectilinearGridReader", ".vtu": "vtkXMLUnstructuredGridReader"}
    reader = getattr(vtkIOXML, classes[os.path.splitext(path)[1]])()
    events = []

    def record(_, event, text=None):
        events.append(f"{event}: {text}")

    record.CallDataType = "string0"
    reader.AddObserver("ErrorEvent", record)
    reader.AddObserver("WarningEvent", record)
    reader.SetFileName(path)
    reader.Update()
    data = reader.GetOutput()
    information = reader.GetOutputInformation(0)
    key = vtkStreamingDemandDrivenPipeline.TIME_STEPS()
    times = list(information.Get(key)) if information.Has(key) else []
    result = {
        "events": events, "points": data.GetNumberOfPoints(), "cells": data.GetNumberOfCells(),
        "bounds": list(data.GetBounds()) if data.GetNumberOfPoints() else [], "times": times, "arrays": [],
        "strings": {}, "cellPoints": [data.GetCell(k).GetNumberOfPoints() for k in range(data.GetNumberOfCells())],
        "cellTypes": [data.GetCellType(k) for k in range(data.GetNumberOfCells())],
    }
    if hasattr(data, "GetExtent"):
        result["extent"] = list(data.GetExtent())
    if hasattr(data, "GetSpacing"):
        result["spacing"] = list(data.GetSpacing())
    attributes = data.GetPointData()
    result["activeScalars"] = attributes.GetScalars().GetName() if attributes.GetScalars() else ""
    result["activeVectors"] = attributes.GetVectors().GetName() if attributes.GetVectors() else ""
    for index in range(attributes.GetNumberOfArrays()):
        array = attributes.GetArray(index)
        names = [array.GetComponentName(k) or "" for k in range(array.GetNumberOfComponents())]
        result["arrays"].append({
            "name": array.GetName(), "type": array.GetDataTypeAsString(), "shape": [array.GetNumberOfTuples(), len(names)],
            "componentNames": names, "values": values.add(vtk_to_numpy(array)),
        })
    fields = data.GetFieldData()
    for index in range(fields.GetNumberOfArrays()):
        array = fields.GetAbstractArray(index)
        if array.IsNumeric():
            result["fieldTime"] = array.GetTuple1(0)
        else:
            result["strings"][array.GetName()] = array.GetValue(0)
    points = numpy.array([data.GetPoint(k) for k in range(data.GetNumberOfPoints())], dtype=float)
    result["coordinates"] = values.add(points)
    if path.endswith(".vtu"):
        connectivity = [data.GetCell(k).GetPointId(p) for k in range(data.GetNumberOfCells())
                        for p in range(data.GetCell(k).GetNumberOfPoints())]
        result["connectivity"] = connectivity
    return result


def read_meshio(path, values):
    import meshio

    mesh = meshio.read(path)
    arrays = []
    for name, array in mesh.point_data.items():
        arrays.append({"name": name, "type": str(array.dtype), "shape": list(array.shape), "componentNames": [],
                       "values": values.add(array)})
    cells = [{"type": block.type, "points": block.data.tolist()} for block in mesh.cells]
    return {"points": len(mesh.points), "coordinates": values.add(mesh.points), "arrays": arrays, "cells": cells}


def read_collection(path):
    root = xml.etree.ElementTree.parse(path).getroot()
    folder = os.path.dirname(path)
    entries = [{"time": float(item.get("timestep")), "file": item.get("file"),
                "exists": os.path.isfile(os.path.join(folder, item.get("file")))} for item in root.iter("DataSet")]
    return {"type": root.get("type"), "entries": entries}


def read_numpy(path, values):
    if path.endswith(".npy"):
        members = {"array": numpy.load(path)}
        broken = None
    else:
        broken = zipfile.ZipFile(path).testzip()
        with numpy.load(path) as archive:
            members = {key: archive[key] for key in archive.files}
    arrays = []
    for name, array in members.items():
        plain = array.view(array.real.dtype) if numpy.iscomplexobj(array) else array
        arrays.append({"name": name, "type": array.dtype.str, "shape": list(array.shape), "componentNames": [],
                       "values": values.add(plain)})
    return {"broken": broken or "", "arrays": arrays}


def read_table(path, values):
    with open(path, newline="") as file:
        rows = list(csv.reader(file))
    numbers = numpy.array([[float(cell) for cell in row] for row in rows[1:]], dtype=float)
    return {"header": rows[0], "rows": len(rows) - 1, "values": values.add(numpy.ascontiguousarray(numbers.T))}


def read_safetensors(path, values):
    import safetensors
    from safetensors.numpy import load_file

    loaded = load_file(path)
    with safetensors.safe_open(path, framework="numpy") as file:
        metadata = file.metadata() or {}
    with open(path, "rb") as file:
        content = file.read()
    length, = struct.unpack("<Q", content[:8])
    header = json.loads(content[8:8 + length])
    header.pop("__metadata__", None)
    arrays = []
    for name, entry in header.items():
        begin, _ = entry["data_offsets"]
        array = loaded[name]
        arrays.append({"name": name, "type": entry["dtype"], "shape": list(array.shape), "componentNames": [],
                       "values": values.add(array), "aligned": (8 + length + begin) % 8 == 0})
    return {"metadata": metadata, "arrays": arrays, "length": len(content)}


def run_script(path):
    """Runs a companion script with a stand-in for ParaView and reports what it asked for."""
    calls = []

    class Stand:
        def __init__(self, name):
            self.__dict__["name"] = name

        def __getattr__(self, name):
            if name == "TimestepValues":
                return [0.0, 1.0]
            if name in ("GetRange", "GetBounds"):
                return lambda *_: (0.0, 2.0) if name == "GetRange" else (0.0, 1.0, 0.0, 1.0, 0.0, 0.0)
            return Stand(f"{self.name}.{name}")

        def __setattr__(self, name, value):
            calls.append(f"{self.name}.{name} = {value}")

        def __call__(self, *arguments, **named):
            calls.append(f"{self.name}({', '.join(map(str, arguments))})")
            if "FileName" in named:
                calls.append("opens " + named["FileName"])
            return Stand(self.name + "()")

    names = ["PVDReader", "GetActiveViewOrCreate", "GetAnimationScene", "WarpByScalar", "Show", "Slice", "ColorBy",
             "GetColorTransferFunction", "ResetCamera", "GetActiveCamera", "Render", "SaveAnimation", "Interact"]
    simple = types.ModuleType("paraview.simple")
    for name in names:
        setattr(simple, name, Stand(name))
    sys.modules["paraview"], sys.modules["paraview.simple"] = types.ModuleType("paraview"), simple
    arguments, sys.argv = sys.argv, [path, "--movie", "frames.png"]
    try:
        runpy.run_path(path, run_name="__main__")
    finally:
        sys.argv = arguments
    return {"calls": calls}


def read(path, values):
    extension = os.path.splitext(path)[1]
    if extension in (".vti", ".vtr", ".vtu"):
        return read_vtk(path, values)
    if extension == ".pvd":
        return read_collection(path)
    if extension in (".npz", ".npy"):
        return read_numpy(path, values)
    if extension == ".csv":
        return read_table(path, values)
    if extension == ".safetensors":
        return read_safetensors(path, values)
    if extension == ".py":
        return run_script(path)
    raise SystemExit(f"no reader for {path}")


def main():
    target, files = sys.argv[1], sys.argv[2:]
    values = Values(os.path.splitext(target)[0] + ".bin")
    results = {}
    for path in files:
        if path.startswith("meshio:"):
            results[path] = read_meshio(path[len("meshio:"):], values)
        else:
            results[path] = read(path, values)
    values.file.close()
    with open(target, "w") as file:
        json.dump(results, file)


main()
