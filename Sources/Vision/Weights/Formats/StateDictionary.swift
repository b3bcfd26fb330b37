/// The tensors of a pickled checkpoint under flat names.
///
/// Values that are no tensors, such as the number of epochs, are left out. What is nested is joined
/// by dots, `optimizer.state.0.exp_avg`; but where all tensors lie in a single dictionary below the
/// outermost one, as in `{"model": {…}, "epoch": 3}`, its key is dropped.
struct StateDictionary {
  private(set) var tensors: [(name: String, tensor: TorchTensor)] = []
  /// The keys that were dropped, outermost first.
  private(set) var wrappers: [String] = []

  private static let maximumTensors = 1 << 16
  private static let maximumName = 1 << 10

  /// Throws: `PickleError.tooLarge`, or `.malformed` for a name that occurs twice and where there
  /// is no dictionary.
  init(_ root: PickleValue<TorchObject>) throws(PickleError) {
    guard root.entries != nil else {
      throw .malformed(reason: "\(root.kind) where a dictionary of tensors is expected", offset: 0)
    }
    var root = root
    while let entries = root.entries, let only = Self.wrapper(entries) {
      wrappers.append(only.key)
      root = only.value
    }
    try collect(root, prefix: "")
    let names = Set(tensors.map(\.name))
    guard names.count == tensors.count else {
      var seen: Set<String> = []
      let name = tensors.first { !seen.insert($0.name).inserted }?.name ?? ""
      throw .malformed(reason: "two tensors are called \(name)", offset: 0)
    }
  }

  /// The one entry that holds tensors, if it is a dictionary.
  private static func wrapper(
    _ entries: [PickleValue<TorchObject>.Entry]
  ) -> (key: String, value: PickleValue<TorchObject>)? {
    let holders = entries.filter { holdsTensors($0.value) }
    guard holders.count == 1, holders[0].value.entries != nil,
      let key = name(of: holders[0].key)
    else { return nil }
    return (key, holders[0].value)
  }

  private static func holdsTensors(_ value: PickleValue<TorchObject>) -> Bool {
    switch value {
    case .object(.tensor): true
    case .dictionary(let entries): entries.contains { holdsTensors($0.value) }
    case .list(let items), .tuple(let items): items.contains { holdsTensors($0) }
    default: false
    }
  }

  private mutating func collect(
    _ value: PickleValue<TorchObject>, prefix: String
  ) throws(PickleError) {
    switch value {
    case .object(.tensor(let tensor)):
      guard tensors.count < Self.maximumTensors else {
        throw .tooLarge(what: "tensors", limit: Self.maximumTensors)
      }
      tensors.append((prefix, tensor))
    case .dictionary(let entries):
      for entry in entries where Self.holdsTensors(entry.value) {
        guard let key = Self.name(of: entry.key) else {
          throw .malformed(reason: "a tensor whose name is \(entry.key.kind)", offset: 0)
        }
        try collect(entry.value, prefix: Self.joined(prefix, key))
      }
    case .list(let items), .tuple(let items):
      for (index, item) in items.enumerated() where Self.holdsTensors(item) {
        try collect(item, prefix: Self.joined(prefix, "\(index)"))
      }
    default: break
    }
  }

  private static func name(of key: PickleValue<TorchObject>) -> String? {
    key.text ?? key.integer.map { "\($0)" }
  }

  private static func joined(_ prefix: String, _ key: String) throws(PickleError) -> String {
    let name = prefix.isEmpty ? key : "\(prefix).\(key)"
    guard name.utf8.count <= maximumName else {
      throw .tooLarge(what: "characters in a tensor's name", limit: maximumName)
    }
    return name
  }
}
