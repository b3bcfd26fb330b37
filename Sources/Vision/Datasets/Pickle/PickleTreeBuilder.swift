/// Turns a machine's nodes into values, and makes the calls. A node is built once; what uses it
/// again shares its storage.
struct PickleTreeBuilder<Object: Sendable> {
  typealias Value = PickleValue<Object>

  private enum State {
    case unbuilt
    case building
    case built(Value, reach: Int)
  }

  private let nodes: [PickleNode<Object>]
  private let constructors: [PickleGlobal: RestrictedUnpickler<Object>.Constructor?]
  private let persistent: (@Sendable (Value) throws(PickleError) -> Value)?
  private let maximumDepth: Int
  private let maximumReachable: Int
  private var states: [State]

  init(
    nodes: [PickleNode<Object>],
    constructors: [PickleGlobal: RestrictedUnpickler<Object>.Constructor?],
    persistent: (@Sendable (Value) throws(PickleError) -> Value)?,
    maximumDepth: Int, maximumReachable: Int
  ) {
    self.nodes = nodes
    self.constructors = constructors
    self.persistent = persistent
    self.maximumDepth = maximumDepth
    self.maximumReachable = maximumReachable
    states = [State](repeating: .unbuilt, count: nodes.count)
  }

  mutating func value(of root: Int) throws(PickleError) -> Value {
    try build(root, depth: 0).value
  }

  private mutating func build(
    _ index: Int, depth: Int
  ) throws(PickleError) -> (value: Value, reach: Int) {
    switch states[index] {
    case .built(let value, let reach): return (value, reach)
    case .building: throw .containsItself
    case .unbuilt: break
    }
    guard depth < maximumDepth else { throw .tooLarge(what: "levels", limit: maximumDepth) }
    states[index] = .building
    var reach = 1
    let value = try build(nodes[index], depth: depth + 1, reach: &reach)
    states[index] = .built(value, reach: reach)
    return (value, reach)
  }

  private mutating func build(
    _ node: PickleNode<Object>, depth: Int, reach: inout Int
  ) throws(PickleError) -> Value {
    switch node {
    case .value(let value):
      switch value {
      case .bytes(let bytes), .longInt(let bytes): reach += bytes.count / 16
      case .string(let text): reach += text.utf8.count / 16
      default: break
      }
      return value
    case .tuple(let items):
      return .tuple(try build(items, depth: depth, reach: &reach))
    case .list(let items):
      return .list(try build(items, depth: depth, reach: &reach))
    case .dictionary(let items):
      return .dictionary(Self.entries(try build(items, depth: depth, reach: &reach)))
    case .persistent(let id, let offset):
      guard let persistent else { throw .refusedCall("a persistent id", offset: offset) }
      return try persistent(build([id], depth: depth, reach: &reach)[0])
    case .call(let call):
      return try build(call, depth: depth, reach: &reach)
    }
  }

  private mutating func build(
    _ node: PickleCallNode, depth: Int, reach: inout Int
  ) throws(PickleError) -> Value {
    guard let constructor = constructors[node.function] ?? nil else {
      throw .refusedCall("\(node.function)", offset: node.offset)
    }
    guard case .tuple(let arguments) = try build([node.arguments], depth: depth, reach: &reach)[0]
    else { throw .malformed(reason: "arguments that are no tuple", offset: node.offset) }
    let state = try node.state.map { state throws(PickleError) in
      try build([state], depth: depth, reach: &reach)[0]
    }
    let call = PickleCall(
      arguments: arguments, state: state,
      appended: try build(node.appended, depth: depth, reach: &reach),
      entries: Self.entries(try build(node.entries, depth: depth, reach: &reach)))
    return try constructor(call)
  }

  private mutating func build(
    _ indices: [Int], depth: Int, reach: inout Int
  ) throws(PickleError) -> [Value] {
    var values: [Value] = []
    values.reserveCapacity(indices.count)
    for index in indices {
      let part = try build(index, depth: depth)
      reach += part.reach
      guard reach <= maximumReachable else {
        throw .tooLarge(what: "reachable values", limit: maximumReachable)
      }
      values.append(part.value)
    }
    return values
  }

  private static func entries(_ flat: [Value]) -> [Value.Entry] {
    stride(from: 0, to: flat.count - 1, by: 2).map {
      Value.Entry(key: flat[$0], value: flat[$0 + 1])
    }
  }
}
