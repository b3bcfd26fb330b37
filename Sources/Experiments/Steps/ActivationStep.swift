public import Vision

/// The class activation maps of one image, from whichever source.
struct ActivationStep: Step {
  let source: ActivationSource

  init(_ source: ActivationSource) { self.source = source }

  var name: String {
    switch source {
    case .folder: "cam-from-disk"
    }
  }

  var version: Int { 1 }

  var parameters: [Parameter] {
    switch source {
    case .folder: []
    }
  }

  func inputs(at bench: Bench) throws -> [StepInput] {
    switch source {
    case .folder(let folder):
      let (width, height) = try bench.size()
      return [
        StepInput("maps", try bench.digest(ofFile: folder.path(of: bench.sample.id))),
        StepInput("size", text: "\(width)×\(height)"), bench.classesInput,
      ]
    }
  }

  func output(at bench: Bench) throws -> StoredMaps {
    switch source {
    case .folder(let folder):
      let (width, height) = try bench.size()
      return StoredMaps(
        rounding: try folder.maps(
          for: bench.sample.id, width: width, height: height, classes: bench.classes))
    }
  }
}

extension Bench {
  /// The class activation maps of this image from `source`, made if need be.
  public func activations(from source: ActivationSource) throws -> ActivationMaps {
    try output(of: ActivationStep(source)).maps
  }
}
