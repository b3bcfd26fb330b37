import CDeflate

/// Unpacking of raw Deflate data, as ZIP archives hold it.
enum Deflate {
  /// No byte unpacks to more: a match of 258 bytes takes two bits at least.
  private static let maximumRatio = 1032

  /// The `size` bytes that `packed` stands for; nil where it is damaged or stands for another number.
  static func unpacked(_ packed: [UInt8], size: Int) -> [UInt8]? {
    guard size <= (packed.count + 1) * maximumRatio,
      let decompressor = unsafe libdeflate_alloc_decompressor()
    else { return nil }
    // Sound: it was made above and nothing has it after this call.
    defer { unsafe libdeflate_free_decompressor(decompressor) }
    var isWhole = false
    // Sound: both buffers outlive the call, which is told their sizes; a missing count of bytes
    // written means that they must be `size`. Where it fails the rest is initialised below.
    let bytes = unsafe [UInt8](unsafeUninitializedCapacity: size) { target, count in
      unsafe packed.withUnsafeBytes { source in
        isWhole =
          unsafe libdeflate_deflate_decompress(
            decompressor, source.baseAddress, source.count, target.baseAddress, size, nil)
          == LIBDEFLATE_SUCCESS
      }
      count = isWhole ? size : 0
    }
    return isWhole ? bytes : nil
  }

  /// CRC-32 as ZIP archives have it.
  static func checksum(_ bytes: [UInt8]) -> UInt32 {
    // Sound: reads the array's bytes.
    unsafe bytes.withUnsafeBytes { unsafe libdeflate_crc32(0, $0.baseAddress, $0.count) }
  }
}
