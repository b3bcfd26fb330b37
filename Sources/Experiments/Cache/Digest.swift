import CCrypto
public import Vision

/// A SHA-256 digest.
public struct Digest: Sendable, Hashable, Comparable {
  /// 32 bytes.
  public let bytes: [UInt8]

  /// nil unless there are 32 bytes.
  public init?(bytes: some Collection<UInt8>) {
    guard bytes.count == 32 else { return nil }
    self.bytes = Array(bytes)
  }

  /// The digest of `content`.
  public init(of content: [UInt8]) {
    var digest = [UInt8](repeating: 0, count: 32)
    var length: UInt32 = 0
    // Sound: `content` and `digest` outlive the call, which reads `content.count` bytes and writes
    // at most EVP_MAX_MD_SIZE for the algorithm named; SHA-256 writes 32.
    let status = unsafe EVP_Digest(content, content.count, &digest, &length, EVP_sha256(), nil)
    precondition(status == 1 && length == 32, "libcrypto refuses SHA-256")
    bytes = digest
  }

  /// The digest of the bytes of the file at `path`, which are read a piece at a time.
  ///
  /// Throws: `ImageFileError.missing` or `.unreadable`.
  public init(ofFile path: String) throws(ImageFileError) {
    let stream = DigestStream()
    try FileBytes.forEachPiece(of: path) { stream.append($0) }
    bytes = stream.finish()
  }

  /// 64 lower-case hexadecimal digits.
  public var hexadecimal: String {
    bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
  }

  /// The first 12 digits: enough to tell files apart in a table.
  public var short: String { String(hexadecimal.prefix(12)) }

  public static func < (a: Digest, b: Digest) -> Bool {
    a.bytes.lexicographicallyPrecedes(b.bytes)
  }
}

/// SHA-256 of bytes that come piece by piece; ends with `finish`.
@safe private final class DigestStream {
  private let context: OpaquePointer

  init() {
    // Sound: both calls take a context that was just made, or nothing.
    guard let context = unsafe EVP_MD_CTX_new(),
      unsafe EVP_DigestInit_ex(context, EVP_sha256(), nil) == 1
    else { preconditionFailure("libcrypto refuses SHA-256") }
    unsafe self.context = context
  }

  // Sound: the context is this object's own.
  deinit { unsafe EVP_MD_CTX_free(context) }

  func append(_ piece: Span<UInt8>) {
    // Sound: reads the piece's bytes during the call and keeps no pointer.
    let status = unsafe piece.withUnsafeBytes { bytes in
      unsafe EVP_DigestUpdate(context, bytes.baseAddress, bytes.count)
    }
    precondition(status == 1, "libcrypto stops in the middle of SHA-256")
  }

  /// 32 bytes.
  func finish() -> [UInt8] {
    var digest = [UInt8](repeating: 0, count: Int(EVP_MAX_MD_SIZE))
    var length: UInt32 = 0
    // Sound: writes at most EVP_MAX_MD_SIZE bytes.
    let status = unsafe EVP_DigestFinal_ex(context, &digest, &length)
    precondition(status == 1 && length == 32, "libcrypto does not end SHA-256")
    return Array(digest.prefix(32))
  }
}
