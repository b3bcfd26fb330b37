import CKernels

/// Between one byte and one bit per pixel, 64 pixels at a time.
extension BinaryMask {
  /// The mask of the pixels whose value is not 0; `values` is row-major.
  public init(width: Int, height: Int, values: [UInt8]) {
    self.init(width: width, height: height, values: values, equalTo: 0)
    for i in words.indices { words[i] = ~words[i] }
    clearBeyondLastPixel()
  }

  /// The pixels of `labels` whose label is `label`.
  public init(_ labels: LabelMap, equalTo label: UInt8) {
    self.init(width: labels.width, height: labels.height, values: labels.labels, equalTo: label)
  }

  /// The mask of the pixels whose value is `value`; `values` is row-major.
  public init(width: Int, height: Int, values: [UInt8], equalTo value: UInt8) {
    precondition(
      values.count == width * height, "BinaryMask: \(values.count) values for \(width)×\(height)")
    let count = (width * height + 63) / 64
    // Sound: the kernel reads `values.count` bytes and writes exactly `count` words, and both
    // buffers, of that many elements, outlive the call.
    let words = unsafe [UInt64](unsafeUninitializedCapacity: count) { words, initialized in
      unsafe values.withUnsafeBufferPointer { bytes in
        guard let source = bytes.baseAddress, let target = words.baseAddress else { return }
        unsafe sepal_pack_equal(source, bytes.count, value, target)
      }
      initialized = count
    }
    self.init(width: width, height: height, words: words)
  }

  /// One byte per pixel, row-major: `set` in the mask, `clear` outside it.
  public func values(clear: UInt8 = 0, set: UInt8 = 1) -> [UInt8] {
    let count = pixelCount
    // Sound: the kernel reads the words of `count` pixels and writes exactly `count` bytes, and
    // both buffers, of that many elements, outlive the call.
    return unsafe [UInt8](unsafeUninitializedCapacity: count) { values, initialized in
      unsafe words.withUnsafeBufferPointer { words in
        guard let source = words.baseAddress, let target = values.baseAddress else { return }
        unsafe sepal_unpack(source, count, clear, set, target)
      }
      initialized = count
    }
  }

  /// The mask of `height`×`width` whose rows are this mask's columns.
  public var transposed: BinaryMask {
    let count = words.count
    // Sound: both buffers hold the words of `width * height` pixels, do not overlap and outlive
    // the call; the kernel writes every word of the target.
    let turned = unsafe [UInt64](unsafeUninitializedCapacity: count) { target, initialized in
      unsafe words.withUnsafeBufferPointer { source in
        guard let from = source.baseAddress, let to = target.baseAddress else { return }
        unsafe sepal_transpose(from, width, height, to)
      }
      initialized = count
    }
    return BinaryMask(width: height, height: width, words: turned)
  }

  private mutating func clearBeyondLastPixel() {
    let used = pixelCount & 63
    if used != 0 { words[words.count - 1] &= ~(UInt64.max << UInt64(used)) }
  }
}
