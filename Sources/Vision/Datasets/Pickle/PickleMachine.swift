/// A value while the pickle is read: others are meant by their index, so that what is written
/// once and used often is held once, and a list may be filled after it was used.
enum PickleNode<Object: Sendable> {
  case value(PickleValue<Object>)
  case tuple([Int])
  case list([Int])
  /// Keys and values in turn.
  case dictionary([Int])
  indirect case call(PickleCallNode)
  case persistent(id: Int, offset: Int)
}

struct PickleCallNode {
  let function: PickleGlobal
  let arguments: Int
  let offset: Int
  var state: Int?
  var appended: [Int] = []
  /// Keys and values in turn.
  var entries: [Int] = []
}

/// The stack machine that a pickle is a program for. It makes nodes and calls nothing.
struct PickleMachine<Object: Sendable> {
  typealias Node = PickleNode<Object>
  typealias Value = PickleValue<Object>

  var input: PickleInput
  private(set) var nodes: [Node] = []
  private var stack: [Int] = []
  /// Stack heights at which marks were set.
  private var marks: [Int] = []
  /// By the pickle's own numbers, which may be sparse.
  private var memo: [Int: Int] = [:]
  private let maximumNodes: Int

  init(_ bytes: ArraySlice<UInt8>, maximumNodes: Int) {
    input = PickleInput(bytes)
    self.maximumNodes = maximumNodes
  }

  /// Runs to `STOP` and returns the root's node.
  mutating func run(
    isAllowed: (PickleGlobal) -> Bool
  ) throws(PickleError) -> Int {
    while true {
      let opcode = try input.byte()
      if opcode == UInt8(ascii: ".") { return try pop() }
      if try pushScalar(opcode) { continue }
      if try pushText(opcode) { continue }
      if try collect(opcode) { continue }
      if try remember(opcode) { continue }
      if try construct(opcode, isAllowed: isAllowed) { continue }
      throw .unsupportedOpcode(opcode, offset: input.start)
    }
  }

  func malformed(_ reason: String) -> PickleError {
    .malformed(reason: reason, offset: input.start)
  }

  // MARK: The stack

  mutating func push(_ node: Node) throws(PickleError) {
    try checkRoom(nodes.count, "values")
    stack.append(nodes.count)
    nodes.append(node)
  }

  /// One byte of a pickle can ask for any of these, each of which costs several.
  private func checkRoom(_ count: Int, _ what: String) throws(PickleError) {
    guard count < maximumNodes else { throw .tooLarge(what: what, limit: maximumNodes) }
  }

  mutating func push(value: Value) throws(PickleError) { try push(.value(value)) }

  mutating func pushAgain(_ node: Int) throws(PickleError) {
    try checkRoom(stack.count, "values on the stack")
    stack.append(node)
  }

  mutating func pop() throws(PickleError) -> Int {
    guard stack.count > (marks.last ?? 0), let top = stack.popLast() else {
      throw malformed("a value is missing on the stack")
    }
    return top
  }

  func top() throws(PickleError) -> Int {
    guard stack.count > (marks.last ?? 0), let top = stack.last else {
      throw malformed("a value is missing on the stack")
    }
    return top
  }

  mutating func pop(_ count: Int) throws(PickleError) -> [Int] {
    guard stack.count - (marks.last ?? 0) >= count else {
      throw malformed("\(count) values are missing on the stack")
    }
    defer { stack.removeLast(count) }
    return Array(stack.suffix(count))
  }

  mutating func mark() throws(PickleError) {
    try checkRoom(marks.count, "marks")
    marks.append(stack.count)
  }

  var isMarkOnTop: Bool { marks.last == stack.count }

  mutating func popToMark() throws(PickleError) -> [Int] {
    guard let height = marks.popLast() else { throw malformed("no mark on the stack") }
    defer { stack.removeLast(stack.count - height) }
    return Array(stack[height...])
  }

  // MARK: The memo

  mutating func memoize(at index: Int? = nil) throws(PickleError) {
    try checkRoom(memo.count, "remembered values")
    memo[index ?? memo.count] = try top()
  }

  func remembered(_ index: Int) throws(PickleError) -> Int {
    guard let node = memo[index] else { throw malformed("memo \(index) was never set") }
    return node
  }

  // MARK: Growing values

  /// Appends to a list, or to what a call made.
  mutating func append(_ items: [Int], to target: Int) throws(PickleError) {
    let node = take(target)
    switch node {
    case .list(var list):
      list += items
      nodes[target] = .list(list)
    case .call(var call):
      call.appended += items
      nodes[target] = .call(call)
    default:
      throw malformed("an append to what is no list")
    }
  }

  /// Sets `entries`, keys and values in turn, in a dictionary or in what a call made.
  mutating func set(_ entries: [Int], in target: Int) throws(PickleError) {
    guard entries.count.isMultiple(of: 2) else { throw malformed("a key without a value") }
    let node = take(target)
    switch node {
    case .dictionary(var dictionary):
      dictionary += entries
      nodes[target] = .dictionary(dictionary)
    case .call(var call):
      call.entries += entries
      nodes[target] = .call(call)
    default:
      throw malformed("an item set in what is no dictionary")
    }
  }

  mutating func setState(_ state: Int, of target: Int) throws(PickleError) {
    guard case .call(var call) = nodes[target], call.state == nil else {
      throw malformed("a state for what takes none")
    }
    call.state = state
    nodes[target] = .call(call)
  }

  /// Moves a node out, so that growing its array does not copy it.
  private mutating func take(_ index: Int) -> Node {
    let node = nodes[index]
    nodes[index] = .value(.none)
    return node
  }
}
