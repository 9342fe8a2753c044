"""tiny_f32.safetensors again, in containers that torch.save wrote before and that no torch writes today:
the tar of torch 0.1.9 and earlier (torchvision's resnet18-5c106cde.pth is one), the pickle stream as
Python 2 wrote it, and a zip whose state dict carries `_metadata`, as Module.state_dict() gives it.

usage: python make_old_containers.py      (standard library only; the layouts are those that
torch/serialization.py of torch 0.1.9, 0.3 and 2.x reads)
"""
import collections
import io
import json
import os
import pickle
import struct
import sys
import tarfile
import types
import zipfile

HERE = os.path.dirname(os.path.abspath(__file__))
OUT = os.path.join(HERE, "old_containers")


def module(name, *classes):
    m = sys.modules.setdefault(name, types.ModuleType(name))
    for c in classes:
        setattr(m, c, type(c, (), {"__module__": name}))
    return m


torch = module("torch", "FloatStorage", "LongStorage", "FloatTensor", "LongTensor")
parameter = module("torch.nn.parameter", "Parameter")
module("torch.nn").parameter = parameter
torch.nn = sys.modules["torch.nn"]
utils = module("torch._utils")
torch._utils = utils


def _rebuild_tensor(*a):
    raise NotImplementedError


_rebuild_tensor.__module__ = "torch._utils"
_rebuild_tensor.__qualname__ = "_rebuild_tensor"
utils._rebuild_tensor = _rebuild_tensor


class T:
    """A tensor: shape and the bytes of its storage."""

    def __init__(self, key, shape, raw, kind):
        self.key, self.shape, self.raw, self.kind = key, shape, raw, kind
        self.size = 4 if kind == "Float" else 8
        self.strides = []
        n = 1
        for s in reversed(shape):
            self.strides.insert(0, n)
            n *= s


def tensors():
    b = open(os.path.join(HERE, "weights", "tiny_f32.safetensors"), "rb").read()
    n, = struct.unpack("<Q", b[:8])
    head = json.loads(b[8:8 + n])
    out = collections.OrderedDict()
    for i, (k, e) in enumerate(sorted(head.items())):
        if k == "__metadata__":
            continue
        lo, hi = e["data_offsets"]
        out[k] = T(94000000000000 + 16 * i, e["shape"], b[8 + n + lo:8 + n + hi], {"F32": "Float", "I64": "Long"}[e["dtype"]])
    return out


# ---------------------------------------------------------------- tar (torch <= 0.1.9)
class Reduced:
    """Variable.__reduce_ex__ of torch 0.1.9: class, (data,), state of three."""

    def __init__(self, data):
        self.data = data

    def __reduce_ex__(self, proto):
        return parameter.Parameter, (self.data,), (True, False, collections.OrderedDict())


class New:
    """The form before it: class, no arguments, state of five."""

    def __init__(self, data):
        self.data = data

    def __reduce_ex__(self, proto):
        import copyreg
        return copyreg.__newobj__, (parameter.Parameter,), (self.data, None, None, True, False)


class Four(New):
    """The same with a state of four."""

    def __reduce_ex__(self, proto):
        import copyreg
        return copyreg.__newobj__, (parameter.Parameter,), (self.data, True, False, None)


class TarPickler(pickle._Pickler):
    def persistent_id(self, o):
        return str(o.key) if isinstance(o, T) else None

    # what a class makes of itself is not the class of the object here
    def save_reduce(self, func, args, state=None, listitems=None, dictitems=None, state_setter=None, *, obj=None):
        if func.__name__ == "__newobj__":
            self.save(args[0]); self.save(tuple(args[1:])); self.write(pickle.NEWOBJ)
            self.memoize(obj); self.save(state); self.write(pickle.BUILD)
        else:
            super().save_reduce(func, args, state, listitems, dictitems, obj=obj)


def tar(path):
    t = tensors()
    tracked = {k for k, v in t.items() if v.kind == "Long"}
    t = collections.OrderedDict((k, v) for k, v in t.items() if k not in tracked)
    storages, metas = io.BytesIO(), io.BytesIO()
    dump = lambda o, f: pickle.dump(o, f, protocol=2)
    # fc.bias lies within the storage of fc.weight: a view of it
    w, b = t["fc.weight"], t["fc.bias"]
    roots = [v for v in t.values() if v is not b]
    dump(len(roots), storages)
    for v in roots:
        dump((v.key + 1, "cpu", getattr(torch, v.kind + "Storage")), storages)
        raw = v.raw + (b.raw if v is w else b"")
        storages.write(struct.pack("<q", len(raw) // v.size) + raw)
    dump([(b.key + 1, w.key + 1, len(w.raw) // 4, len(b.raw) // 4)], storages)
    dump(len(t), metas)
    for v in t.values():
        dump((v.key, v.key + 1, getattr(torch, v.kind + "Tensor")), metas)
        n = len(v.shape)
        metas.write(struct.pack("<i", n) + b"\xaa\xbb\xcc\xdd")
        metas.write(struct.pack(f"<{n}q", *v.shape) + struct.pack(f"<{n}q", *v.strides) + struct.pack("<q", 0))
    state = collections.OrderedDict()
    for i, (k, v) in enumerate(t.items()):
        state[k] = v if "running" in k else (Reduced, New, Four)[i % 3](v)
    obj = io.BytesIO()
    TarPickler(obj, 2).dump(state)
    info = pickle.dumps({"protocol_version": 1000, "little_endian": True, "type_sizes": {"int": 4}}, 2)
    with tarfile.open(path, "w:", format=tarfile.PAX_FORMAT) as out:
        for name, data in [("sys_info", info), ("pickle", obj.getvalue()), ("tensors", metas.getvalue()), ("storages", storages.getvalue())]:
            e = tarfile.TarInfo(name)
            e.size, e.mtime = len(data), 1484000000.5          # the fraction makes a PAX header
            out.addfile(e, io.BytesIO(data))


# ---------------------------------------------------------------- stream, Python 2 (torch 0.1.10 .. 1.4)
class Rebuilt:
    def __init__(self, t):
        self.t = t

    def __reduce_ex__(self, proto):
        return utils._rebuild_tensor, (S(self.t), 0, tuple(self.t.shape), tuple(self.t.strides))


class S:
    def __init__(self, t):
        self.t = t


class Pairs:
    """OrderedDict.__reduce__ of Python 2.7: class, ([[key, value], ..],)."""

    def __init__(self, items):
        self.items = items

    def __reduce_ex__(self, proto):
        return collections.OrderedDict, ([[k, v] for k, v in self.items],)


class Py2Pickler(pickle._Pickler):
    dispatch = dict(pickle._Pickler.dispatch)

    def save_str(self, s):
        b = s.encode()
        self.write(b"U" + bytes([len(b)]) + b)
        self.memoize(s)
    dispatch[str] = save_str

    def persistent_id(self, o):
        if isinstance(o, S):
            t = o.t
            return ("storage", getattr(torch, t.kind + "Storage"), str(t.key), "cpu", len(t.raw) // t.size, None)
        return None

    def save_reduce(self, func, args, state=None, listitems=None, dictitems=None, state_setter=None, *, obj=None):
        super().save_reduce(func, args, state, listitems, dictitems)
        if obj is not None and id(obj) not in self.memo:
            self.memoize(obj)


def stream(path):
    t = tensors()
    out = io.BytesIO()
    pickle.dump(0x1950a86a20f9469cfc6c, out, protocol=2)
    pickle.dump(1001, out, protocol=2)
    Py2Pickler(out, 2).dump({"protocol_version": 1001, "little_endian": True, "type_sizes": {"short": 2, "int": 4, "long": 4}})
    Py2Pickler(out, 2).dump({"epoch": 90, "state_dict": Pairs([("module." + k, Rebuilt(v)) for k, v in t.items()]), "best_prec1": 69.76})
    keys = sorted(t.values(), key=lambda v: str(v.key))
    Py2Pickler(out, 2).dump([str(v.key) for v in keys])
    for v in keys:
        out.write(struct.pack("<q", len(v.raw) // v.size) + v.raw)
    open(path, "wb").write(out.getvalue())


# ---------------------------------------------------------------- zip with _metadata
class ZipPickler(Py2Pickler):
    dispatch = pickle._Pickler.dispatch

    def persistent_id(self, o):
        if isinstance(o, S):
            t = o.t
            return ("storage", getattr(torch, t.kind + "Storage"), t.key_in_zip, "cuda:0", len(t.raw) // t.size)
        return None


def archive(path):
    t = tensors()
    state = collections.OrderedDict((k, Rebuilt(v)) for k, v in t.items())
    state._metadata = collections.OrderedDict([("", {"version": 1}), ("conv1", {"version": 1}), ("bn1", {"version": 2})])
    for i, v in enumerate(t.values()):
        v.key_in_zip = str(i)
    obj = io.BytesIO()
    ZipPickler(obj, 2).dump(state)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as z:
        add = lambda n, d: z.writestr(zipfile.ZipInfo("archive/" + n, (1980, 1, 1, 0, 0, 0)), d)
        add("data.pkl", obj.getvalue())
        for v in t.values():
            add("data/" + v.key_in_zip, v.raw)
        add("version", b"3\n")


if __name__ == "__main__":
    os.makedirs(OUT, exist_ok=True)
    tar(os.path.join(OUT, "tar.pth"))
    stream(os.path.join(OUT, "stream_python2.pth"))
    archive(os.path.join(OUT, "zip_metadata.pth"))
