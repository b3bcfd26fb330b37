import CCrypto

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
