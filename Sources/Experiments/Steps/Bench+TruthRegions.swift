import Vision

extension Bench {
  /// The true objects of this image and, where the data set knows them, their parts: instances and parts
  /// as the scenes have them beside their classes, else the connected components of each class.
  ///
  /// Throws: `MissingTruth`, `SampleError`; `ImageFileError` for instances that cannot be read.
  func truthRegions() throws -> TruthRegions {
    guard let paths = instancePaths else { return TruthRegions(componentsOf: try truth()) }
    return TruthRegions(
      instances: try LabelFile.read(path: paths.instances),
      parts: try LabelFile.read(path: paths.parts))
  }

  /// The files that `truthRegions` is read from, as inputs.
  func truthRegionInputs() throws -> [StepInput] {
    guard let paths = instancePaths else { return [try truthInput()] }
    return [
      StepInput("instances", try digest(ofFile: paths.instances)),
      StepInput("parts", try digest(ofFile: paths.parts)),
    ]
  }

  /// nil unless there are both.
  private var instancePaths: (instances: String, parts: String)? {
    guard let truth = sample.truthPath else { return nil }
    let parts = truth.split(separator: "/", omittingEmptySubsequences: false)
    guard parts.count >= 2, parts[parts.count - 2] == "SegmentationClass" else { return nil }
    let root = parts.dropLast(2).joined(separator: "/")
    let paths = (
      instances: "\(root)/SegmentationObject/\(parts[parts.count - 1])",
      parts: "\(root)/SegmentationPart/\(parts[parts.count - 1])"
    )
    return FileBytes.exists(paths.instances) && FileBytes.exists(paths.parts) ? paths : nil
  }
}
