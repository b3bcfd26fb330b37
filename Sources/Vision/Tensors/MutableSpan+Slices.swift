extension MutableSpan where Element: BitwiseCopyable {
  /// Calls `body` with the elements of `range` alone.
  package mutating func withSlice(
    _ range: Range<Int>, _ body: (inout MutableSpan<Element>) -> Void
  ) {
    precondition(range.upperBound <= count, "MutableSpan.withSlice: \(range) of \(count)")
    // Sound: `range` is inside the span (checked above), which is exclusive during the call.
    unsafe withUnsafeMutableBufferPointer { buffer in
      var slice = unsafe UnsafeMutableBufferPointer(rebasing: buffer[range]).mutableSpan
      body(&slice)
    }
  }
}
