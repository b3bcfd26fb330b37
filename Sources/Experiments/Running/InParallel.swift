/// Runs `body` on every item, `jobs` at a time; results in the order of the items.
///
/// Throws: the first error of `body`; items not yet begun are then left alone.
public func inParallel<Item: Sendable, Value: Sendable>(
  _ items: [Item], jobs: Int, _ body: @escaping @Sendable (Item) throws -> Value
) async throws -> [Value] {
  precondition(jobs >= 1, "inParallel: \(jobs) jobs")
  return try await withThrowingTaskGroup(of: (Int, Value).self) { group in
    var values = [Value?](repeating: nil, count: items.count)
    var next = 0
    func addTask() {
      let index = next
      next += 1
      group.addTask { (index, try body(items[index])) }
    }
    while next < min(jobs, items.count) { addTask() }
    while let (index, value) = try await group.next() {
      values[index] = value
      if next < items.count { addTask() }
    }
    return values.compactMap { $0 }
  }
}
