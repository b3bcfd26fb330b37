extension NPYObject {
  /// NumPy's names and those by which a tensor of PyTorch is pickled with other objects. Tensors
  /// become arrays.
  ///
  /// Source: torch 2.15, torch/_tensor.py and torch/storage.py, `__reduce_ex__`.
  package static let unpicklerWithTensors = unpickler(adding: [
    PickleGlobal("torch.storage", "_load_from_bytes"): makeStorage,
    PickleGlobal("torch._utils", "_rebuild_tensor"): makeTensor,
    PickleGlobal("torch._utils", "_rebuild_tensor_v2"): makeTensor,
    PickleGlobal("collections", "OrderedDict"): { call in .dictionary(call.entries) },
  ])

  /// `_load_from_bytes(bytes)`: memory as `torch.save` wrote it before PyTorch 1.6, five pickles, a
  /// count and the elements.
  @Sendable private static func makeStorage(
    _ call: PickleCall<NPYObject>
  ) throws(PickleError) -> PickleValue<NPYObject> {
    let global = PickleGlobal("torch.storage", "_load_from_bytes")
    guard call.arguments.count == 1, case .bytes(let bytes) = call.arguments[0],
      bytes.starts(with: TorchLegacyFile.signature)
    else { throw .unusable(global, reason: "not what torch.save wrote") }
    var rest = bytes.dropFirst(TorchLegacyFile.signature.count)
    let unpickler = TorchObject.unpickler
    let version = try unpickler.takeValue(from: &rest).integer
    guard case .bool(true) = try unpickler.takeValue(from: &rest)["little_endian"] else {
      throw .unusable(global, reason: "its numbers begin with their highest byte")
    }
    guard version == TorchLegacyFile.version,
      case .object(.storage(let storage)) = try unpickler.takeValue(from: &rest),
      try unpickler.takeValue(from: &rest).elements?.compactMap(\.text) == [storage.key],
      storage.view == 0..<storage.count
    else { throw .unusable(global, reason: "not a single piece of memory") }
    guard let scalar = NPYScalar(storage.type) else {
      throw .unusable(global, reason: "elements of type \(storage.type) are not supported")
    }
    let elements = Array(rest.dropFirst(8))
    guard rest.length(at: 0, width: 8) == storage.count,
      let array = NPYArray(
        shape: [storage.count], scalar: scalar, bytes: elements, isBigEndian: false,
        isFortranOrder: false)
    else {
      throw .unusable(global, reason: "\(elements.count) bytes for \(storage.count) elements")
    }
    return .object(.array(array))
  }

  /// `(storage, start, shape, strides)` and what does not matter here.
  @Sendable private static func makeTensor(
    _ call: PickleCall<NPYObject>
  ) throws(PickleError) -> PickleValue<NPYObject> {
    let global = PickleGlobal("torch._utils", "_rebuild_tensor_v2")
    guard call.arguments.count >= 4, case .object(.array(let memory)) = call.arguments[0],
      let start = call.arguments[1].integer, let shape = integers(call.arguments[2]),
      let strides = integers(call.arguments[3])
    else { throw .unusable(global, reason: "unknown arguments") }
    let layout: TensorLayout
    do throws(TensorLayout.Defect) {
      layout = try TensorLayout(
        shape: shape, strides: strides, start: start, available: memory.count)
    } catch {
      throw .unusable(global, reason: "\(shape) by \(strides) on \(memory.count) elements")
    }
    guard let array = memory.laidOut(as: layout) else {
      throw .unusable(global, reason: "a shape of \(shape)")
    }
    return .object(.array(array))
  }
}

extension NPYScalar {
  /// Nil where NumPy has no such type.
  init?(_ type: ElementType) {
    switch type {
    case .float64: self = .float64
    case .float32: self = .float32
    case .float16: self = .float16
    case .bfloat16: return nil
    case .int64: self = .int64
    case .int32: self = .int32
    case .int16: self = .int16
    case .int8: self = .int8
    case .uint8: self = .uint8
    case .bool: self = .bool
    }
  }
}
