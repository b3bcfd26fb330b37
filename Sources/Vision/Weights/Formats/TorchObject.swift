/// What PyTorch's names make in a checkpoint's pickle: pieces of memory, and tensors on them.
enum TorchObject: Sendable {
  case storage(TorchStorage)
  case tensor(TorchTensor)

  /// The names that a state dictionary uses, and nothing else.
  ///
  /// Source: torch 2.15, torch/_utils.py and torch/serialization.py, for the arguments.
  static let unpickler = RestrictedUnpickler<TorchObject>(
    constructors: [
      PickleGlobal("collections", "OrderedDict"): makeDictionary,
      PickleGlobal("torch._utils", "_rebuild_tensor"): makeTensor,
      PickleGlobal("torch._utils", "_rebuild_tensor_v2"): makeTensor,
      PickleGlobal("torch._utils", "_rebuild_parameter"): makeParameter,
      PickleGlobal("torch", "Size"): makeTuple,
    ],
    names: ElementType.allCases.flatMap { type in
      [PickleGlobal("torch", type.torchStorage), PickleGlobal("torch", type.rawValue)]
    },
    persistent: makeStorage, limits: limits)

  /// Bytes of a pickle that are looked at: as many as some 10 000 tensors take.
  static let maximumPickle = 1 << 21

  /// Bounds on what a pickle of that size may cost; honest ones need some 20 values a tensor.
  private static var limits: RestrictedUnpickler<TorchObject>.Limits {
    var limits = RestrictedUnpickler<TorchObject>.Limits()
    limits.values = 250_000
    limits.reachableValues = 500_000
    return limits
  }

  private typealias Value = PickleValue<TorchObject>
  private typealias Call = PickleCall<TorchObject>

  /// `("storage", class, key, device, count)`; legacy files add a view, `(key, start, count)`.
  @Sendable private static func makeStorage(_ id: Value) throws(PickleError) -> Value {
    let parts = id.elements ?? []
    guard (5...6).contains(parts.count), parts[0].text == "storage",
      case .global(let global) = parts[1], let key = parts[2].text,
      let count = parts[4].integer, count >= 0
    else { throw .malformed(reason: "an unknown persistent id, \(id.kind)", offset: 0) }
    guard global.module == "torch", let type = ElementType(torchStorage: global.name) else {
      throw .unusable(global, reason: "it is no kind of storage")
    }
    var view = 0..<count
    if parts.count == 6, let bounds = parts[5].elements {
      guard bounds.count == 3, let start = bounds[1].integer, let length = bounds[2].integer,
        start >= 0, length >= 0, start <= count, length <= count - start
      else { throw .unusable(global, reason: "a view that lies outside of it") }
      view = start..<start + length
    }
    return .object(.storage(TorchStorage(key: key, type: type, count: count, view: view)))
  }

  /// `(storage, start, shape, strides)`, and for `_v2` two or three that do not matter here:
  /// whether gradients are wanted, hooks, and metadata.
  @Sendable private static func makeTensor(_ call: Call) throws(PickleError) -> Value {
    let global = PickleGlobal("torch._utils", "_rebuild_tensor_v2")
    guard call.arguments.count >= 4, case .object(.storage(let storage)) = call.arguments[0],
      let start = call.arguments[1].integer, let shape = integers(call.arguments[2]),
      let strides = integers(call.arguments[3])
    else { throw .unusable(global, reason: "unknown arguments") }
    return .object(
      .tensor(TorchTensor(storage: storage, start: start, shape: shape, strides: strides)))
  }

  /// `(tensor, requiresGradients, hooks)`.
  @Sendable private static func makeParameter(_ call: Call) throws(PickleError) -> Value {
    guard case .object(.tensor) = call.arguments.first, let tensor = call.arguments.first else {
      throw .unusable(
        PickleGlobal("torch._utils", "_rebuild_parameter"), reason: "no tensor is given")
    }
    return tensor
  }

  /// Entries are set afterwards, or given as a list of pairs. Its attributes, such as versions of
  /// modules, are left out.
  @Sendable private static func makeDictionary(_ call: Call) throws(PickleError) -> Value {
    var entries: [Value.Entry] = []
    for pair in call.arguments.first?.elements ?? [] {
      guard let parts = pair.elements, parts.count == 2 else {
        throw .unusable(PickleGlobal("collections", "OrderedDict"), reason: "not made of pairs")
      }
      entries.append(Value.Entry(key: parts[0], value: parts[1]))
    }
    return .dictionary(entries + call.entries)
  }

  @Sendable private static func makeTuple(_ call: Call) -> Value {
    .tuple(call.arguments.first?.elements ?? [])
  }

  private static func integers(_ value: Value) -> [Int]? {
    guard let elements = value.elements, elements.count <= TensorLayout.maximumAxes else {
      return nil
    }
    let integers = elements.compactMap(\.integer)
    return integers.count == elements.count ? integers : nil
  }
}

/// A piece of memory that tensors lie in, by its key in the file.
struct TorchStorage: Sendable, Equatable {
  let key: String
  let type: ElementType
  /// Elements of the whole.
  let count: Int
  /// The elements that are meant.
  let view: Range<Int>
}

/// A tensor as a pickle describes it, not yet checked.
struct TorchTensor: Sendable {
  let storage: TorchStorage
  let start: Int
  let shape: [Int]
  let strides: [Int]

  /// The tensor in `file`, where the storage's memory is `memory`, in bytes of the file.
  ///
  /// Throws: `CheckpointError.outOfBounds`, `.unsupportedTensor`, `.corrupt`.
  func stored(
    as name: String, in file: MappedFile, memory: Range<Int>
  ) throws(CheckpointError) -> StoredTensor {
    let size = storage.type.size
    let available = max(0, min(storage.view.count, memory.count / size - storage.view.lowerBound))
    let layout: TensorLayout
    do throws(TensorLayout.Defect) {
      layout = try TensorLayout(
        shape: shape, strides: strides, start: start, available: available)
    } catch {
      switch error {
      case .malformed(let reason):
        throw .corrupt(path: file.path, detail: "tensor \(name) has \(reason)")
      case .outOfBounds(let needed):
        throw .outOfBounds(
          path: file.path, tensor: name,
          claimed: needed.multipliedReportingOverflow(by: size)
            .overflow ? .max : needed * size, available: available * size)
      case .repeating:
        throw .unsupportedTensor(
          path: file.path, tensor: name,
          detail: "a shape of \(shape) over \(available) elements (expanded)")
      }
    }
    return StoredTensor(
      name: name, type: storage.type, layout: layout,
      base: memory.lowerBound + storage.view.lowerBound * size, file: file)
  }
}
