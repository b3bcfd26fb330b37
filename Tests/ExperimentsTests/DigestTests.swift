import Experiments
import TestSupport
import Testing
import Vision

@Suite struct DigestTests {
  @Test(
    "digests are those of FIPS 180-4",
    arguments: [
      ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
      ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
      (
        "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
        "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
      ),
    ])
  func knownVectors(text: String, hexadecimal: String) {
    let digest = Digest(of: Array(text.utf8))
    #expect(digest.hexadecimal == hexadecimal)
    #expect(digest.short == hexadecimal.prefix(12))
  }

  @Test("a file's digest is that of its bytes, over many pieces, one and none")
  func files() throws {
    let folder = try TemporaryFolder()
    for count in [0, 1, 1 << 18, 1_000_003] {
      let bytes = (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 31 >> 3) }
      #expect(try Digest(ofFile: folder.write(bytes, "x")) == Digest(of: bytes), "\(count) bytes")
    }
    #expect(throws: ImageFileError.missing(path: "\(folder.path)/none")) {
      try Digest(ofFile: "\(folder.path)/none")
    }
  }

  @Test("a digest reads back from its digits, and from nothing else")
  func hexadecimal() {
    let digest = Digest(of: [1, 2, 3])
    #expect(Digest(hexadecimal: digest.hexadecimal) == digest)
    #expect(Digest(hexadecimal: digest.hexadecimal.dropLast()) == nil)
    #expect(Digest(hexadecimal: digest.hexadecimal.dropLast() + "g") == nil)
    #expect(Digest(hexadecimal: digest.hexadecimal + "0") == nil)
    #expect(Digest(bytes: [UInt8](repeating: 0, count: 31)) == nil)
  }

  @Test("digests are ordered as their digits are")
  func order() {
    let digests = (0..<50).map { Digest(of: [UInt8($0)]) }
    #expect(digests.sorted().map(\.hexadecimal) == digests.map(\.hexadecimal).sorted())
  }
}
