import Foundation
import TestSupport
import Vision

/// What PyTorch computes in f32 with sam-nano's stored weights for one photograph; written by
/// training/nano/golden.py.
struct NanoGolden: Decodable {
  struct Features: Decodable {
    let stride: Int
    let shape: [Int]
    let mean: Double
    let rms: Double
    /// The first of the first channel's first row.
    let first: [Float]
  }

  struct Embedding: Decodable {
    let mean: Double
    let rms: Double
    let channel0Row16: [Float]
  }

  /// For each prompt and each of the four masks.
  struct Logits: Decodable {
    let positivePixels: [[Int]]
    let mean: [[Double]]
    let prompt0Output1Row64Every8: [Float]
  }

  let image: String
  let frameSize: [Int]
  let features: [Features]
  let embedding: Embedding
  /// In pixels of the frame.
  let points: [[Double]]
  let predictedIoU: [[Float]]
  let maskLogits: Logits
}

/// sam-nano on photographs of VOC 2012.
enum NanoFiles {
  static let areThere = NanoWeights.hasBackbone && DatasetFixtures.hasVOC
  static let whyNone = "\(NanoWeights.whyNone); \(DatasetFixtures.whyNoVOC)"

  static func reader(_ file: PublishedCheckpoint) throws -> WeightReader {
    let path = file.pathBesideProgram ?? "\(NanoWeights.folder)/\(file.name)"
    return WeightReader(try CheckpointFile(path: path))
  }

  static func sam(_ precision: Precision = .f32) throws -> SAM {
    try SAM(
      nano: reader(.samNano), backbone: reader(.efficientNetLite0), precision: precision)
  }

  static func goldens() throws -> [NanoGolden] {
    let file = Bundle.module.bundleURL.appending(path: "Golden/sam-nano/photographs.json")
    return try JSONDecoder().decode([NanoGolden].self, from: Data(contentsOf: file))
  }

  static func framed(_ name: String) throws -> FramedImage {
    let path = "\(DatasetFixtures.voc)/JPEGImages/\(name).jpg"
    return FramedImage(try ImageFile.read(path: path).image, format: .nano)
  }
}
