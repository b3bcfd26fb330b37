import Dispatch
import Synchronization

/// The threads that one image's work is spread over. Results do not depend on how many they are.
public struct Workers: Sendable, Hashable {
  public let count: Int

  public init(_ count: Int) {
    precondition(count >= 1, "Workers: \(count)")
    self.count = count
  }

  /// One thread, the caller's.
  public static let one = Workers(1)

  /// `body` of 0 ..< `items`, in that order; the calls run at the same time.
  ///
  /// Throws: the error of the first item that failed; items not yet begun are then left alone.
  package func map<Value: Sendable, Failure: Error>(
    _ items: Int, _ body: @Sendable (Int) throws(Failure) -> Value
  ) throws(Failure) -> [Value] {
    guard count > 1, items > 1 else {
      var values: [Value] = []
      values.reserveCapacity(items)
      for item in 0..<items { values.append(try body(item)) }
      return values
    }
    let results = Mutex([Result<Value, Failure>?](repeating: nil, count: items))
    let next = Atomic(0)
    let failed = Atomic(false)
    DispatchQueue.concurrentPerform(iterations: min(count, items)) { _ in
      while !failed.load(ordering: .relaxed) {
        let item = next.wrappingAdd(1, ordering: .relaxed).oldValue
        guard item < items else { return }
        let result: Result<Value, Failure>
        do throws(Failure) {
          result = .success(try body(item))
        } catch {
          result = .failure(error)
          failed.store(true, ordering: .relaxed)
        }
        results.withLock { $0[item] = result }
      }
    }
    var values: [Value] = []
    values.reserveCapacity(items)
    for case .some(let result) in results.withLock({ $0 }) { values.append(try result.get()) }
    return values
  }

  /// How many of `items` each thread does if it does as many as the others, a multiple of `unit`.
  package func share(of items: Int, unit: Int = 1) -> Int {
    max(unit, (items + count * unit - 1) / (count * unit) * unit)
  }

  /// `count` numbers, made a tile of `tile` of them at a time (the last may be shorter) by `body`, which
  /// is given the position of a tile's first and must write all of the tile; the calls run at the same
  /// time. Nothing is written twice, as it would be if `updateTiles` filled in an array of zeros.
  package func makeTiles(
    count: Int, tile: Int,
    _ body: @Sendable (_ start: Int, _ values: inout MutableSpan<Float>) -> Void
  ) -> [Float] {
    precondition(tile > 0, "Workers.makeTiles: tiles of \(tile)")
    // Sound: floats need no initialising, any bits are one; each call gets its own tile, and the
    // buffer outlives them all.
    return unsafe [Float](unsafeUninitializedCapacity: count) { buffer, written in
      nonisolated(unsafe) let buffer = unsafe buffer
      _ = map((count + tile - 1) / tile) { index in
        let start = index * tile
        let slice = unsafe UnsafeMutableBufferPointer(
          rebasing: buffer[start..<min(start + tile, count)])
        var span = unsafe slice.mutableSpan
        body(start, &span)
      }
      written = count
    }
  }

  /// Calls `body` for each tile of `tile` numbers of `values` (the last may be shorter) with the
  /// position of its first and the tile; the calls run at the same time.
  package func updateTiles(
    of values: inout [Float], tile: Int,
    _ body: @Sendable (_ start: Int, _ values: inout MutableSpan<Float>) -> Void
  ) {
    precondition(tile > 0, "Workers.updateTiles: tiles of \(tile)")
    let count = values.count
    // Sound: each call gets the numbers of its own tile and no other, and the buffer outlives them
    // all: `map` returns when every call has.
    unsafe values.withUnsafeMutableBufferPointer { buffer in
      nonisolated(unsafe) let buffer = unsafe buffer
      _ = map((count + tile - 1) / tile) { index in
        let start = index * tile
        let slice = unsafe UnsafeMutableBufferPointer(
          rebasing: buffer[start..<min(start + tile, count)])
        var span = unsafe slice.mutableSpan
        body(start, &span)
      }
    }
  }
}
