/// What NumPy's names make in a pickle: element types and arrays.
package enum NPYObject: Sendable {
  case type(NPYType)
  case array(NPYArray)
  indirect case objects(shape: [Int], [PickleValue<NPYObject>])

  /// The names that NumPy's own pickles use, of NumPy 1 and 2, and nothing else.
  package static let unpickler = unpickler(adding: [:])

  /// The same and some more.
  static func unpickler(
    adding others: [PickleGlobal: RestrictedUnpickler<NPYObject>.Constructor]
  ) -> RestrictedUnpickler<NPYObject> {
    var all = others
    for (modules, name, constructor) in constructors {
      for module in modules { all[PickleGlobal(module, name)] = constructor }
    }
    return RestrictedUnpickler(constructors: all, names: [PickleGlobal("numpy", "ndarray")])
  }

  private typealias Value = PickleValue<NPYObject>
  private typealias Call = PickleCall<NPYObject>

  private static let constructors:
    [(modules: [String], name: String, RestrictedUnpickler<NPYObject>.Constructor)] = [
      (["numpy"], "dtype", makeType),
      (["numpy.core.multiarray", "numpy._core.multiarray"], "_reconstruct", makeArray),
      (["numpy.core.multiarray", "numpy._core.multiarray"], "scalar", makeScalar),
      (["numpy.core.numeric", "numpy._core.numeric"], "_frombuffer", makeArrayOfBuffer),
      (["_codecs"], "encode", encodeLatin1),
    ]

  /// `dtype(name, align, copy)`, then the state `(version, byte order, …)`.
  @Sendable private static func makeType(_ call: Call) throws(PickleError) -> Value {
    let global = PickleGlobal("numpy", "dtype")
    guard let name = call.arguments.first?.text else {
      throw .unusable(global, reason: "no name")
    }
    var order = ""
    if let state = call.state?.elements {
      guard state.count >= 5, let text = state[1].text else {
        throw .unusable(global, reason: "an unknown state")
      }
      order = text
    }
    guard let type = NPYType(order + name) else {
      throw .unusable(global, reason: "type \(order)\(name.prefix(32)) is not supported")
    }
    return .object(.type(type))
  }

  /// `_reconstruct(ndarray, shape, type)`, then the state `(version, shape, dtype, Fortran, data)`.
  @Sendable private static func makeArray(_ call: Call) throws(PickleError) -> Value {
    let global = PickleGlobal("numpy", "ndarray")
    guard case .global(global) = call.arguments.first else {
      throw .unusable(global, reason: "another class than ndarray")
    }
    guard let state = call.state?.elements, state.count == 5,
      let shape = integers(state[1]), case .object(.type(let type)) = state[2],
      case .bool(let isFortranOrder) = state[3]
    else { throw .unusable(global, reason: "an unknown state") }
    return try makeArray(
      shape: shape, type: type, isFortranOrder: isFortranOrder, data: state[4])
  }

  /// `_frombuffer(bytes, dtype, shape, order)`, as protocol 5 has it.
  @Sendable private static func makeArrayOfBuffer(_ call: Call) throws(PickleError) -> Value {
    guard call.arguments.count == 4, case .object(.type(let type)) = call.arguments[1],
      let shape = integers(call.arguments[2]), let order = call.arguments[3].text
    else { throw .unusable(PickleGlobal("numpy", "_frombuffer"), reason: "unknown arguments") }
    return try makeArray(
      shape: shape, type: type, isFortranOrder: order == "F", data: call.arguments[0])
  }

  /// `scalar(dtype, bytes)`: an array without axes.
  @Sendable private static func makeScalar(_ call: Call) throws(PickleError) -> Value {
    guard call.arguments.count == 2, case .object(.type(let type)) = call.arguments[0] else {
      throw .unusable(PickleGlobal("numpy", "scalar"), reason: "unknown arguments")
    }
    return try makeArray(shape: [], type: type, isFortranOrder: false, data: call.arguments[1])
  }

  private static func makeArray(
    shape: [Int], type: NPYType, isFortranOrder: Bool, data: Value
  ) throws(PickleError) -> Value {
    switch (type, data) {
    case (.number(let scalar, let isBigEndian), .bytes(let bytes)):
      if let array = NPYArray(
        shape: shape, scalar: scalar, bytes: bytes, isBigEndian: isBigEndian,
        isFortranOrder: isFortranOrder)
      {
        return .object(.array(array))
      }
    case (.object, .list(let elements)):
      if NPYArray.elementCount(shape) == elements.count {
        return .object(.objects(shape: shape, elements))
      }
    default: break
    }
    throw .unusable(
      PickleGlobal("numpy", "ndarray"), reason: "\(data.kind) for the shape \(shape)")
  }

  /// `encode(text, "latin1")`: how protocols before 3 write bytes.
  @Sendable private static func encodeLatin1(_ call: Call) throws(PickleError) -> Value {
    let global = PickleGlobal("_codecs", "encode")
    guard call.arguments.count == 2, case .string(let text) = call.arguments[0],
      call.arguments[1].text == "latin1"
    else { throw .unusable(global, reason: "another encoding than latin1") }
    var bytes: [UInt8] = []
    for scalar in text.unicodeScalars {
      guard let byte = UInt8(exactly: scalar.value) else {
        throw .unusable(global, reason: "a character beyond latin1")
      }
      bytes.append(byte)
    }
    return .bytes(bytes)
  }

  static func integers(_ value: PickleValue<NPYObject>) -> [Int]? {
    guard let elements = value.elements else { return nil }
    let integers = elements.compactMap(\.integer)
    return integers.count == elements.count ? integers : nil
  }
}
