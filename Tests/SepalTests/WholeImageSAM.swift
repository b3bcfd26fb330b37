import Foundation
import TestSupport

/// Weights of a ViT-B's names and shapes that are zeros but for a few: to every point the network
/// answers with the whole image, predicted IoU 0.9, and with two masks that it has no faith in.
///
/// The file has 375 MB of zeros that take no room on the disk.
enum WholeImageSAM {
  private static let values: [String: [Float]] = [
    "mask_decoder.output_upscaling.3.bias": [Float](repeating: 3, count: 32),
    "mask_decoder.output_hypernetworks_mlps.1.layers.2.bias": [Float](repeating: 1, count: 32),
    // Of the mask for prompts without ambiguity, then whole, part and subpart.
    "mask_decoder.iou_prediction_head.layers.2.bias": [0, 0.9, 0, 0],
  ]

  /// Writes the weights into `folder` and returns their path.
  static func write(to folder: TemporaryFolder) throws -> String {
    let list = URL(filePath: CheckpointCommandTests.fixtures)
      .appending(path: "names-segment-anything.txt")
    var (entries, end) = ([String](), 0)
    var places: [(offset: Int, values: [Float])] = []
    for line in String(decoding: try Data(contentsOf: list), as: UTF8.self).split(separator: "\n") {
      let words = line.split(separator: " ")
      let shape = words.dropFirst().compactMap { Int($0) }
      let name = String(words[0])
      let next = end + 4 * shape.reduce(1, *)
      entries.append(
        #""\#(name)": {"dtype": "F32", "shape": \#(shape), "data_offsets": [\#(end), \#(next)]}"#)
      if let values = values[name] { places.append((end, values)) }
      end = next
    }
    let header = Array("{\(entries.joined(separator: ", "))}".utf8)
    let length = (0..<8).map { UInt8(truncatingIfNeeded: header.count >> (8 * $0)) }
    let path = try folder.write(length + header, "whole-image.safetensors")
    let file = try FileHandle(forWritingTo: URL(filePath: path))
    let start = 8 + header.count
    try file.truncate(atOffset: UInt64(start + end))
    for place in places {
      try file.seek(toOffset: UInt64(start + place.offset))
      let bytes = place.values.flatMap { value in
        (0..<4).map { UInt8(truncatingIfNeeded: value.bitPattern >> (8 * $0)) }
      }
      try file.write(contentsOf: Data(bytes))
    }
    try file.close()
    return path
  }
}
