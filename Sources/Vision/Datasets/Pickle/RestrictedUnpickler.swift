/// One use of an allowed class or function: its arguments, and what was added to the result.
package struct PickleCall<Object: Sendable>: Sendable {
  package var arguments: [PickleValue<Object>]
  /// What `BUILD` would hand to `__setstate__`.
  package var state: PickleValue<Object>?
  /// What was appended to the result, for classes that derive from a list.
  package var appended: [PickleValue<Object>]
  /// What was set in the result, for classes that derive from a dictionary.
  package var entries: [PickleValue<Object>.Entry]
}

/// Reads pickles of protocols 0 to 5 as data. Nothing of Python runs: a pickle may name only what
/// its reader allows, and a name stands for a pure function of the reader.
///
/// Calls are made when the pickle has been read to its end, each once, with the arguments as they
/// are then.
///
/// Source: CPython 3.12, Lib/pickletools.py, for the opcodes.
package struct RestrictedUnpickler<Object: Sendable>: Sendable {
  package typealias Value = PickleValue<Object>
  package typealias Constructor =
    @Sendable (PickleCall<Object>) throws(PickleError) -> Value

  package struct Limits: Sendable {
    /// Values that may be written in the pickle, on its stack at once, and in its memo. Each costs
    /// up to a hundred bytes. The class vectors of COCO's 123 000 images are 1 700 000.
    package var values = 2_000_000
    /// Values that may be reached from its root, counted once for each way that leads there, plus
    /// one for each 16 bytes of text: what a program that walks the tree would visit.
    package var reachableValues = 8_000_000
    package var depth = 64

    package init() {}
  }

  /// Names that a pickle may use; those without a constructor may be passed on and not called.
  private let allowed: [PickleGlobal: Constructor?]
  /// Makes what a persistent id stands for; nil refuses them.
  private let persistent: (@Sendable (Value) throws(PickleError) -> Value)?
  private let limits: Limits

  package init(
    constructors: [PickleGlobal: Constructor], names: [PickleGlobal] = [],
    persistent: (@Sendable (Value) throws(PickleError) -> Value)? = nil, limits: Limits = Limits()
  ) {
    var allowed = [PickleGlobal: Constructor?](uniqueKeysWithValues: names.map { ($0, nil) })
    for (global, constructor) in constructors { allowed[global] = .some(constructor) }
    self.allowed = allowed
    self.persistent = persistent
    self.limits = limits
  }

  /// The value of the pickle that begins `bytes`; what follows its `STOP` is ignored.
  ///
  /// Throws: `PickleError`; time and memory are bounded by the number of bytes and the limits.
  package func value(of bytes: ArraySlice<UInt8>) throws(PickleError) -> Value {
    var bytes = bytes
    return try takeValue(from: &bytes)
  }

  /// As `value(of:)`, and drops the pickle from the front of `bytes`: files may hold several.
  package func takeValue(from bytes: inout ArraySlice<UInt8>) throws(PickleError) -> Value {
    var machine = PickleMachine<Object>(bytes, maximumNodes: limits.values)
    let root = try machine.run { allowed.keys.contains($0) }
    bytes = bytes.suffix(machine.input.remaining)
    var builder = PickleTreeBuilder(
      nodes: machine.nodes, constructors: allowed, persistent: persistent,
      maximumDepth: limits.depth, maximumReachable: limits.reachableValues)
    return try builder.value(of: root)
  }
}
