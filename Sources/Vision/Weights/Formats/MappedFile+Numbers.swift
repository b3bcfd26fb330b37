extension MappedFile {
  /// `count` numbers of `type` as floats, the first at byte `offset` and each `stride` numbers
  /// after the one before it. They may lie at any address.
  ///
  /// Both 16-bit types are widened exactly; 64-bit floats and integers beyond 2²⁴ are rounded to
  /// the nearest, and what is beyond the range becomes an infinity.
  func floats(
    of type: ElementType, at offset: Int, count: Int, stride: Int = 1
  ) -> [Float] {
    switch type {
    case .float32: floats(at: offset, count, stride) { (value: Float) in value }
    case .float16: floats(at: offset, count, stride, widened(half:))
    case .bfloat16:
      floats(at: offset, count, stride) { (bits: UInt16) in
        Float(bitPattern: UInt32(bits) << 16)
      }
    case .float64: floats(at: offset, count, stride) { (value: Double) in Float(value) }
    case .int64: floats(at: offset, count, stride) { (value: Int64) in Float(value) }
    case .int32: floats(at: offset, count, stride) { (value: Int32) in Float(value) }
    case .int16: floats(at: offset, count, stride) { (value: Int16) in Float(value) }
    case .int8: floats(at: offset, count, stride) { (value: Int8) in Float(value) }
    case .uint8: floats(at: offset, count, stride) { (value: UInt8) in Float(value) }
    case .bool: floats(at: offset, count, stride) { (value: UInt8) in value == 0 ? 0 : 1 }
    }
  }

  @inline(__always)
  private func floats<Word: BitwiseCopyable>(
    at offset: Int, _ count: Int, _ stride: Int, _ value: (Word) -> Float
  ) -> [Float] {
    guard count > 0 else { return [] }
    let step = stride * MemoryLayout<Word>.size
    let range = offset..<offset + (count - 1) * step + MemoryLayout<Word>.size
    return withBytes(range) { bytes in
      // Sound: word `i` lies at `i * step`, and the last ends where `bytes` does; every bit pattern
      // is a value of the types that are read, and all `count` floats are initialised.
      unsafe bytes.withUnsafeBytes { words in
        unsafe [Float](unsafeUninitializedCapacity: count) { floats, filled in
          for index in 0..<count {
            let word = unsafe words.loadUnaligned(fromByteOffset: index * step, as: Word.self)
            unsafe floats.initializeElement(at: index, to: value(word))
          }
          filled = count
        }
      }
    }
  }
}

/// The IEEE 754 half-precision number `half` as a float, exactly. Plain arithmetic, since without
/// the processor's own instruction `Float(Float16)` is a call of a library for each number.
@inline(__always)
private func widened(half: UInt16) -> Float {
  // The magnitude's bits in place are the number times 2⁻¹¹², subnormal ones included.
  let magnitude = Float(bitPattern: UInt32(half & 0x7FFF) << 13) * 0x1p112
  let special = UInt32(half & 0x7C00 == 0x7C00 ? 0x7F80_0000 : 0)
  return Float(bitPattern: magnitude.bitPattern | special | UInt32(half & 0x8000) << 16)
}
