import Foundation
import TestSupport
import Testing
import Vision

@Suite("sepal masks") struct MasksCommandTests {
  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    let objects = DrawnObject.pair(0)
    try folder.write(
      JPEGCodec.encode(DrawnObject.photograph(objects, noise: 0)), "images/photo.jpg")
    try folder.write(Self.namedAsViTB, "vit_b.safetensors")
  }

  /// A file with the few names and shapes by which a ViT-B is told, and nothing else.
  private static var namedAsViTB: [UInt8] {
    let tensors = [
      ("image_encoder.patch_embed.proj.weight", 768), ("image_encoder.blocks.11.norm1.weight", 1),
      ("mask_decoder.output_upscaling.0.weight", 1),
    ]
    var (entries, end) = ([String](), 0)
    for (name, count) in tensors {
      let offsets = "\(end), \(end + 4 * count)"
      entries.append(
        #""\#(name)": {"dtype": "F32", "shape": [\#(count)], "data_offsets": [\#(offsets)]}"#)
      end += 4 * count
    }
    let header = Array("{\(entries.joined(separator: ", "))}".utf8)
    let length = (0..<8).map { UInt8(truncatingIfNeeded: header.count >> (8 * $0)) }
    return length + header + [UInt8](repeating: 0, count: end)
  }

  private func masks(_ words: String..., checkpoint: String = "vit_b.safetensors") throws
    -> SepalCommand.Outcome
  {
    let fixed = ["masks", "--checkpoint", checkpoint, "--output", "masks"]
    return try SepalCommand.run(
      fixed + (words.contains("--input") ? [] : ["--input", "images"]) + words, in: folder.path)
  }

  private func expect(
    _ outcome: SepalCommand.Outcome, _ status: Int32, _ parts: String...,
    at location: SourceLocation = #_sourceLocation
  ) {
    #expect(outcome.status == status, "\(outcome.messages)", sourceLocation: location)
    for part in parts {
      #expect(
        outcome.messages.contains(part), "\(part)\n\(outcome.messages)", sourceLocation: location)
    }
    #expect(outcome.output.isEmpty, sourceLocation: location)
    #expect(!folder.exists("masks/photo"), sourceLocation: location)
  }

  @Test(
    "wrong usage ends with 64 and says what is right",
    arguments: [
      (["--device", "cuda"], "computes on the CPU only"),
      (["--model-type", "vit_x"], "default, vit_b, vit_l, vit_h, vit_t, nano, not “vit_x”"),
      (["--preset", "sa1b"], "reference, sa-1b, fma, proposals, sam-nano, not “sa1b”"),
      (["--points-per-side", "0"], "--points-per-side is 0; choose a value from 1 to 256"),
      (["--pred-iou-thresh", "1.5"], "--pred-iou-thresh is 1.5"),
      (["--box-nms-thresh", "nan"], "--box-nms-thresh is nan"),
      (["--crop-n-layers", "3", "--crop-n-points-downscale-factor", "8"], "leave none"),
      (["--preset", "sa-1b", "--points-per-side", "2"], "leave none"),
      (["--precision", "f16"], "f32"),
      (["--jobs", "0"], "--jobs must be at least 1"),
    ])
  func usage(_ words: [String], _ part: String) throws {
    let outcome = try SepalCommand.run(
      ["masks", "--checkpoint", "none", "--input", "images", "--output", "masks"] + words,
      in: folder.path)
    expect(outcome, 64, part)
  }

  @Test("missing weights end with 66, and where to get some is said")
  func missingWeights() throws {
    expect(
      try masks(checkpoint: "none.pth"), 66, "none.pth: no such file", "sam_vit_b_01ec64.pth",
      "sam_vit_h_4b8939.pth", "facebookresearch/segment-anything")
  }

  @Test("weights of another model than asked for end with 65; both are named")
  func otherModel() throws {
    expect(
      try masks("--model-type", "vit_l"), 65, "expected the weights of vit_l (ViT-L)",
      "found SAM ViT-B", "choose vit_b or another file")
    expect(
      try masks("--model-type", "default"), 65, "expected the weights of vit_h (ViT-H)",
      "found SAM ViT-B")
    expect(
      try masks(checkpoint: CheckpointCommandTests.fixtures + "/state.pth"), 65,
      "expected the weights of a SAM that makes masks, found no model known here")
  }

  @Test("weights that are damaged or lack tensors end with 65")
  func badWeights() throws {
    try folder.write("not weights", "text.pth")
    expect(
      try masks(checkpoint: "text.pth"), 65, "expected a PyTorch or safetensors checkpoint")
    expect(
      try masks("--model-type", "vit_b"), 65, "vit_b.safetensors: tensor ", "where the model has")
  }

  @Test("an input that is not there or holds no photograph ends with 66")
  func missingInput() throws {
    expect(try masks("--input", "none"), 66, "neither a photograph nor a folder of them")
    try folder.write("text", "empty/notes.txt")
    expect(try masks("--input", "empty"), 66, "no file ends in .jpg, .jpeg or .png")
    expect(try masks("--list", "none.txt"), 66, "none.txt: no such file")
  }

  @Test("a hidden photograph is refused, since readers would not see its masks")
  func hidden() throws {
    try folder.write(try folder.bytes("images/photo.jpg"), "images/.photo.jpg")
    expect(try masks("--input", "images/.photo.jpg"), 65, ".photo", "hidden")
  }

  @Test("two photographs of one name end with 65 before either is worked on")
  func ambiguous() throws {
    try folder.write(try folder.bytes("images/photo.jpg"), "images/photo.jpeg")
    expect(try masks(), 65, "photo.jpeg and photo.jpg are both image photo")
  }

  @Test("an output that is a file ends with 75, and the file stays")
  func outputIsFile() throws {
    try folder.write("mine", "masks")
    expect(try masks(), 75, "masks", "cannot be written")
    #expect(try folder.text("masks") == "mine")
  }

  @Test("images that cannot be read are counted at the end; the summary names them")
  func unreadable() throws {
    for name in ["photo.jpg", "b.png"] { try folder.write("no picture", "images/\(name)") }
    let outcome = try masks("--json")
    #expect(outcome.status == 65)
    #expect(outcome.messages.contains("2 of 2 images have no masks"))
    struct Summary: Decodable {
      struct Problem: Decodable { var id: String, message: String }
      var model: String, precision: String, written: Int, kept: Int, masks: Int
      var failed: [Problem]
    }
    let summary = try outcome.json(as: Summary.self)
    #expect(summary.model == "vit_b" && summary.precision == "f32")
    #expect(summary.written == 0 && summary.kept == 0 && summary.masks == 0)
    #expect(summary.failed.map(\.id) == ["b", "photo"])
    #expect(summary.failed[0].message.contains("images/b.png: expected a JPEG or PNG image"))
  }
}

@Suite("--masks sam") struct SAMOptionsTests {
  private let study: SmallStudy

  init() throws { study = try SmallStudy() }

  @Test("without weights it is wrong usage; with missing ones the input is missing")
  func weights() throws {
    let none = try study.sepal("plan", "methods", "--masks", "sam")
    #expect(none.status == 64 && none.messages.contains("--checkpoint FILE"))
    let missing = try study.sepal("plan", "methods", "--masks", "sam", "--checkpoint", "gone.pth")
    #expect(missing.status == 66 && missing.messages.contains("facebookresearch/segment-anything"))
    let preset = try study.sepal(
      "plan", "methods", "--masks", "sam", "--checkpoint", "gone.pth", "--sam-preset", "best")
    #expect(preset.status == 64 && preset.messages.contains("sa-1b"))
  }

  @Test("weights of no SAM are named as what they are")
  func otherModel() throws {
    let outcome = try study.sepal(
      "run", "methods", "--masks", "region-tree,sam", "--checkpoint",
      CheckpointCommandTests.fixtures + "/state.pth")
    #expect(outcome.status == 65 && outcome.messages.contains("found no model known here"))
    #expect(outcome.output.isEmpty)
  }
}
