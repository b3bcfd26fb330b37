import Foundation
import TestSupport
import Vision

/// What PyTorch computes in f32 with sam-nano's stored weights for one photograph; written by the export
/// script that lies beside the weights.
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

/// The files of sam-nano, which are not part of the package.
struct NanoFiles {
  let model: String
  let backbone: String
  let golden: String

  static let whyNone =
    "needs sepal-nano.safetensors and nano-golden.json in SEPAL_MODELS, SEPAL_EFFICIENTNET and VOC 2012"

  /// Those that the environment names; nil where one is missing.
  static let given: NanoFiles? = {
    let environment = ProcessInfo.processInfo.environment
    let folder = environment["SEPAL_MODELS"] ?? DatasetFixtures.packageRoot + "../shared/models"
    guard let backbone = environment["SEPAL_EFFICIENTNET"], DatasetFixtures.hasVOC else {
      return nil
    }
    let files = NanoFiles(
      model: "\(folder)/sepal-nano.safetensors", backbone: backbone,
      golden: "\(folder)/nano-golden.json")
    let areThere = [files.model, files.backbone, files.golden].allSatisfy {
      FileManager.default.fileExists(atPath: $0)
    }
    return areThere ? files : nil
  }()

  func sam(_ precision: Precision = .f32) throws -> SAM {
    try SAM(
      nano: WeightReader(try CheckpointFile(path: model)),
      backbone: WeightReader(try CheckpointFile(path: backbone)), precision: precision)
  }

  func goldens() throws -> [NanoGolden] {
    try JSONDecoder().decode([NanoGolden].self, from: Data(contentsOf: URL(filePath: golden)))
  }

  static func framed(_ name: String) throws -> FramedImage {
    let path = "\(DatasetFixtures.voc)/JPEGImages/\(name).jpg"
    return FramedImage(try ImageFile.read(path: path).image, format: .nano)
  }
}
