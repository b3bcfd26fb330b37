/// The first bytes by which checkpoints, and what is taken for one, are told apart.
enum CheckpointSignature {
  static let zip: [UInt8] = [0x50, 0x4B, 0x03, 0x04]

  /// What a file that begins with `bytes` seems to be, in words for an error.
  static func describe(_ bytes: [UInt8]) -> String {
    for (start, name) in known where bytes.starts(with: start) { return name }
    // A tar archive's mark lies behind the first member's name, owner and times.
    if bytes.dropFirst(257).starts(with: "ustar".utf8) {
      return "a tar archive (a checkpoint of PyTorch before 0.2?)"
    }
    return ImageSignature.describe(bytes)
  }

  private static let known: [(start: [UInt8], name: String)] = [
    ([0x89] + Array("HDF".utf8), "an HDF5 file (Keras?)"),
    (Array("GGUF".utf8), "a GGUF model"),
    ([0x80, 0x02], "a pickle that torch.save did not write"),
    ([0x80, 0x03], "a pickle that torch.save did not write"),
    ([0x80, 0x04], "a pickle that torch.save did not write"),
    ([0x80, 0x05], "a pickle that torch.save did not write"),
    ([0x28, 0xB5, 0x2F, 0xFD], "a Zstandard archive"),
    (Array("<?xml".utf8), "an XML file"),
    ([0x08], "a protocol buffer (ONNX?)"),
  ]
}
