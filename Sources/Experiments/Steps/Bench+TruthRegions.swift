import Foundation
public import Vision

extension Bench {
  /// The true objects of this image. Where `SegmentationObject/ID.png` lies beside the folder of the
  /// truth, as in VOC, they are its instances, with the parts of `SegmentationPart/ID.png` if that is
  /// there too, as with the scenes; else the connected components of the classes.
  ///
  /// Throws: `MissingTruth`; `ImageFileError`; `MaskSizeDiffers` for files that do not fit the truth.
  public func truthRegions() throws -> TruthRegions {
    let truth = try truth()
    guard let files = try objectFiles() else { return TruthRegions(componentsOf: truth) }
    func labels(_ path: String) throws -> LabelMap {
      let labels = try LabelFile.read(path: path)
      guard labels.width == truth.width, labels.height == truth.height else {
        throw MaskSizeDiffers(
          id: sample.id, masks: "\(labels.width)×\(labels.height)",
          labels: "\(truth.width)×\(truth.height)")
      }
      return labels
    }
    let instances = try labels(files.instances)
    let parts =
      try files.parts.map(labels) ?? LabelMap(width: truth.width, height: truth.height)
    return TruthRegions(instances: instances, parts: parts)
  }

  /// The files that `truthRegions` reads, as a step's inputs.
  func truthRegionInputs() throws -> [StepInput] {
    var inputs = [try truthInput()]
    if let files = try objectFiles() {
      inputs.append(StepInput("instances", try digest(ofFile: files.instances)))
      if let parts = files.parts { inputs.append(StepInput("parts", try digest(ofFile: parts))) }
    }
    return inputs
  }

  private func objectFiles() throws -> (instances: String, parts: String?)? {
    guard let path = sample.truthPath else { throw MissingTruth(id: "\(sample.id)") }
    let root = URL(fileURLWithPath: path).deletingLastPathComponent().deletingLastPathComponent()
    func file(_ kind: String) -> String? {
      let file = root.appending(path: "\(kind)/\(sample.id).png").path
      return FileManager.default.fileExists(atPath: file) ? file : nil
    }
    return file("SegmentationObject").map { ($0, file("SegmentationPart")) }
  }
}
