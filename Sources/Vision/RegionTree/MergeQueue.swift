/// Two regions that touch, and how unlike they are.
struct Merge: Sendable {
  let cost: Float
  let a: Int32
  let b: Int32

  /// A total order, so that equal costs are merged in the same order on every run.
  static func precedes(_ x: Merge, _ y: Merge) -> Bool {
    if x.cost != y.cost { return x.cost < y.cost }
    return (x.a, x.b) < (y.a, y.b)
  }
}

/// A binary heap of merges, least cost first.
struct MergeQueue: Sendable {
  private var heap: [Merge] = []

  mutating func push(_ merge: Merge) {
    heap.append(merge)
    var child = heap.count - 1
    while child > 0 {
      let parent = (child - 1) / 2
      guard Merge.precedes(heap[child], heap[parent]) else { break }
      heap.swapAt(child, parent)
      child = parent
    }
  }

  mutating func pop() -> Merge? {
    guard let least = heap.first, let last = heap.popLast() else { return nil }
    if heap.isEmpty { return least }
    heap[0] = last
    var parent = 0
    while 2 * parent + 1 < heap.count {
      var child = 2 * parent + 1
      if child + 1 < heap.count, Merge.precedes(heap[child + 1], heap[child]) { child += 1 }
      guard Merge.precedes(heap[child], heap[parent]) else { break }
      heap.swapAt(child, parent)
      parent = child
    }
    return least
  }
}
