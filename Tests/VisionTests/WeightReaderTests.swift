import TestSupport
import Foundation
import Testing
import Vision

@Suite("Reading a model's weights")
struct WeightReaderTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  /// A checkpoint of zeros with these tensors, which takes no room on the disk.
  func file(_ tensors: [(name: String, shape: [Int])], _ name: String = "x") throws
    -> CheckpointFile
  {
    var position = 0
    let entries = tensors.map { tensor in
      let size = tensor.shape.reduce(1, *)
      defer { position += size }
      return #""\#(tensor.name)":{"dtype":"U8","shape":\#(tensor.shape),"#
        + #""data_offsets":[\#(position),\#(position + size)]}"#
    }
    let header = CheckpointBytes.safetensors("{\(entries.joined(separator: ","))}", data: 0)
    let path = try folder.write(header, name)
    let handle = try FileHandle(forWritingTo: URL(filePath: path))
    try handle.truncate(atOffset: UInt64(header.count + position))
    try handle.close()
    return try CheckpointFile(path: path)
  }

  static func names(_ fixture: String) throws -> [(name: String, shape: [Int])] {
    String(decoding: try CheckpointBytes.fixture("names-\(fixture).txt"), as: UTF8.self)
      .split(separator: "\n").map { line in
        let parts = line.split(separator: " ")
        return (String(parts[0]), parts.dropFirst().compactMap { Int($0) })
      }
  }

  @Test("tensors are handed out by scope, name and shape, and none is left over")
  func scopes() throws {
    let weights = WeightReader(
      try file([("a.layers.0.weight", [2, 3]), ("a.layers.1.weight", [1]), ("b", [4])]))
    let layers = weights.scope("a")["layers"]
    #expect(try layers[0].tensor("weight", shape: [2, 3]).shape == [2, 3])
    #expect(try weights.scope("a").child("layers.1").stored("weight", shape: [1]).count == 1)
    #expect(layers[1].contains("weight") && !layers[1].contains("bias"))
    #expect(
      throws: CheckpointError.unusedTensors(
        path: weights.file.path, tensors: ["b"], count: 1, content: .unknown)
    ) { try weights.finish() }
    try weights.finish(ignoring: ["b"])
    _ = try weights.scope().tensor("b", shape: [4])
    try weights.finish()
  }

  @Test("a module that is ignored is not one whose name begins alike")
  func ignoring() throws {
    let weights = WeightReader(try file([("head.weight", [1]), ("header.weight", [1])]))
    let error = #expect(throws: CheckpointError.self) { try weights.finish(ignoring: ["head"]) }
    guard case .unusedTensors(_, ["header.weight"], 1, _) = error else {
      Issue.record("\(String(describing: error))")
      return
    }
  }

  @Test("a missing and a misshapen tensor are named, with what the file seems to hold")
  func mismatches() throws {
    let names = try Self.names("segment-anything")
    let weights = WeightReader(try file(names))
    let encoder = weights.scope("image_encoder")
    let missing = #expect(throws: CheckpointError.self) {
      try encoder["blocks.12.norm1"].tensor("weight", shape: [1024])
    }
    #expect(
      missing.map { "\($0)" }?.contains(
        "tensor image_encoder.blocks.12.norm1.weight of shape [1024] is missing; its tensors are "
          + "those of SAM ViT-B: choose that model") == true, "\(String(describing: missing))")
    let misshapen = #expect(throws: CheckpointError.self) {
      try encoder.tensor("pos_embed", shape: [1, 64, 64, 1024])
    }
    #expect(
      misshapen.map { "\($0)" }?.contains(
        "pos_embed has shape [1, 64, 64, 768] where the model has [1, 64, 64, 1024]") == true)
    let unused = #expect(throws: CheckpointError.self) { try weights.finish() }
    guard case .unusedTensors(_, let tensors, 314, .sam(.base)) = unused else {
      Issue.record("\(String(describing: unused))")
      return
    }
    #expect(tensors.count == 10 && "\(unused, default: "")".contains("and 304 more"))
  }

  @Test(
    "all of ViT-B is found under segment-anything's names, whatever the file calls it",
    arguments: ["segment-anything", "transformers"])
  func everyName(fixture: String) throws {
    let official = try Self.names("segment-anything")
    for prefix in ["", "module."] {
      let own = try Self.names(fixture).map { (prefix + $0.name, $0.shape) }
      let weights = WeightReader(try file(own))
      #expect(weights.content == .sam(.base))
      for (name, shape) in official { _ = try weights.scope().stored(name, shape: shape) }
      try weights.finish()
    }
  }

  @Test("a file that keeps what two names share only once is read as well")
  func shared() throws {
    let gaussian = "prompt_encoder.pe_layer.positional_encoding_gaussian_matrix"
    for left in ["shared_image_embedding.", "prompt_encoder.shared_embedding."] {
      let own = try Self.names("transformers").filter { !$0.name.hasPrefix(left) }
      let weights = WeightReader(try file(own))
      _ = try weights.scope().stored(gaussian, shape: [2, 128])
      try weights.finish(ignoring: ["image_encoder", "prompt_encoder", "mask_decoder"])
    }
  }

  @Test("two dictionaries, one for each part of the model, are read under the usual names")
  func parts() throws {
    let weights = WeightReader(
      try file([
        ("PromtEncoder.no_mask_embed.weight", [1, 256]),
        ("MaskDecoder.output_upscaling.0.weight", [256, 64, 2, 2]),
      ]))
    #expect(weights.naming == .promptEncoderAndDecoder)
    #expect(weights.content == .promptEncoderAndDecoder)
    _ = try weights.scope("prompt_encoder").tensor("no_mask_embed.weight", shape: [1, 256])
    try weights.finish(ignoring: ["mask_decoder"])
  }

  @Test("models are told by their tensors")
  func kinds() throws {
    func kind(_ tensors: [(String, [Int])]) throws -> SAMCheckpointKind {
      SAMCheckpointKind(of: try file(tensors))
    }
    let decoder = ("mask_decoder.output_upscaling.0.weight", [256, 64, 2, 2])
    func vit(_ width: Int, _ depth: Int) -> [(String, [Int])] {
      [("image_encoder.patch_embed.proj.weight", [width, 3, 16, 16]), decoder]
        + (0..<depth).map { ("image_encoder.blocks.\($0).norm1.weight", [width]) }
    }
    #expect(try kind(vit(1024, 24)) == .sam(.large))
    #expect(try kind(vit(1280, 32)) == .sam(.huge))
    #expect(try kind(vit(768, 11)) == .foreign(.slimSAM))
    #expect(try kind([("image_encoder.patch_embed.seq.0.c.weight", [1]), decoder]) == .mobileSAM)
    #expect(try kind([("image_encoder.neck.lateral8.weight", [1]), decoder]) == .samNano)
    #expect(try kind([decoder]) == .promptEncoderAndDecoder)
    #expect(try kind(vit(768, 12) + [("mask_decoder.hf_token.weight", [1])]) == .foreign(.hqSAM))
    #expect(try kind([("image_encoder.trunk.patch_embed.proj.weight", [1])]) == .foreign(.sam2))
    func resNet(_ blocks: Int) -> [(String, [Int])] {
      [("conv1.weight", [64, 3, 7, 7]), ("layer1.0.conv3.weight", [1])]
        + (0..<blocks).map { ("layer3.\($0).conv1.weight", [1]) }
    }
    #expect(try kind(resNet(6)) == .foreign(.resNet50))
    #expect(try kind(resNet(23)) == .foreign(.resNet101))
    #expect(try kind([("conv_stem.weight", [1])]) == .foreign(.efficientNet))
    #expect(try kind([("weight", [1])]) == .unknown)
  }

  static let nanoPath =
    (ProcessInfo.processInfo.environment["SEPAL_MODELS"]
      ?? DatasetFixtures.packageRoot + "../shared/models") + "/sepal-nano.safetensors"
  static let hasNano = FileManager.default.fileExists(atPath: nanoPath)

  @Test(
    "sam-nano's own file is told, and its tensors are those that its card describes",
    .enabled(if: hasNano, "needs sepal-nano.safetensors in SEPAL_MODELS"))
  func samNano() throws {
    let file = try CheckpointFile(path: Self.nanoPath)
    let weights = WeightReader(file)
    #expect(weights.content == .samNano && file.metadata["model"] == "sam-nano")
    #expect(file.tensors.reduce(0) { $0 + $1.count } == 5_450_032)
    for (name, shape) in try Self.names("segment-anything")
    where !name.hasPrefix("image_encoder.") {
      _ = try weights.scope().tensor(name, shape: shape)
    }
    try weights.finish(ignoring: ["image_encoder.neck"])
  }

  @Test("digests of published files are of the right form, and each stands once")
  func published() {
    for checkpoint in PublishedCheckpoint.all {
      #expect(checkpoint.sha256.count == 64 && checkpoint.sha256.allSatisfy(\.isHexDigit))
      #expect(PublishedCheckpoint(sha256: checkpoint.sha256) == checkpoint)
    }
    #expect(PublishedCheckpoint(sha256: String(repeating: "0", count: 64)) == nil)
  }
}
