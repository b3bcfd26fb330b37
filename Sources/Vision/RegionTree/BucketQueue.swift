/// A priority queue for small whole priorities: least first, equal ones in order of arrival.
/// Priorities may fall below one already taken.
struct BucketQueue<Element> {
  private var heads: [Int32]
  private var tails: [Int32]
  private var entries: [(element: Element, next: Int32)] = []
  private var lowest = 0

  /// A queue of priorities `0..<buckets`; `capacity` is a guess of how many elements will arrive.
  init(buckets: Int, capacity: Int) {
    precondition(buckets > 0, "BucketQueue: \(buckets) buckets")
    heads = [Int32](repeating: -1, count: buckets)
    tails = heads
    entries.reserveCapacity(capacity)
  }

  /// Priorities past the last bucket share it.
  mutating func push(_ element: Element, bucket: Int) {
    let bucket = min(bucket, heads.count - 1)
    let entry = Int32(entries.count)
    entries.append((element, -1))
    if heads[bucket] < 0 {
      heads[bucket] = entry
    } else {
      entries[Int(tails[bucket])].next = entry
    }
    tails[bucket] = entry
    lowest = min(lowest, bucket)
  }

  mutating func pop() -> Element? {
    while lowest < heads.count && heads[lowest] < 0 { lowest += 1 }
    guard lowest < heads.count else { return nil }
    let entry = entries[Int(heads[lowest])]
    heads[lowest] = entry.next
    return entry.element
  }
}
