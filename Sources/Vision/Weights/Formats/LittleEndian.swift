extension ArraySlice<UInt8> {
  /// The unsigned little-endian integer of `width` bytes at `offset` from the slice's start; nil
  /// where it does not lie within the slice.
  func littleEndian(at offset: Int, width: Int) -> UInt64? {
    guard offset >= 0, offset <= count - width else { return nil }
    let first = startIndex + offset
    return self[first..<first + width].reversed().reduce(0) { $0 << 8 | UInt64($1) }
  }

  /// The same as an `Int`; nil also for what is beyond one.
  func length(at offset: Int, width: Int) -> Int? {
    littleEndian(at: offset, width: width).flatMap { Int(exactly: $0) }
  }
}
