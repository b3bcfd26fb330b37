import CKernels

/// How often labels occur, alone and in pairs.
package enum LabelCounts {
  /// Number of pixels of each label; 256 entries.
  package static func histogram(_ labels: [UInt8]) -> [Int] {
    var counts = [UInt64](repeating: 0, count: 256)
    // Sound: the kernel reads `labels.count` bytes and adds to entries 0…255, one for every value
    // of a byte; both buffers outlive the call.
    unsafe labels.withUnsafeBufferPointer { labels in
      unsafe counts.withUnsafeMutableBufferPointer { counts in
        guard let first = labels.baseAddress, let table = counts.baseAddress else { return }
        unsafe sepal_label_histogram(first, labels.count, table)
      }
    }
    return counts.map { Int($0) }
  }

  /// Number of pixels of each pair: entry 256·x + y is that of x in `a` and y in `b`, which have one
  /// length; 65 536 entries.
  package static func pairs(_ a: [UInt8], _ b: [UInt8]) -> [UInt64] {
    precondition(a.count == b.count, "LabelCounts.pairs: \(a.count) and \(b.count) labels")
    var counts = [UInt64](repeating: 0, count: 65_536)
    // Sound: the kernel reads `a.count` bytes of both (checked above) and adds to entries
    // 0…65 535, one for every pair of bytes; the buffers outlive the call.
    unsafe a.withUnsafeBufferPointer { a in
      unsafe b.withUnsafeBufferPointer { b in
        unsafe counts.withUnsafeMutableBufferPointer { counts in
          guard let first = a.baseAddress, let second = b.baseAddress,
            let table = counts.baseAddress
          else { return }
          unsafe sepal_pair_histogram(first, second, a.count, table)
        }
      }
    }
    return counts
  }
}
