public import Vision

/// The masks of one image, from whichever source.
public struct MaskStep: Step {
  public let source: MaskSource

  public init(_ source: MaskSource) { self.source = source }

  public var name: String {
    switch source.origin {
    case .regionTree: "region-tree"
    case .folder: "masks-from-disk"
    case .sam: "sam-selection"
    case .simulated: "simulated-masks"
    case .arranged: "mask-arrangement"
    }
  }

  public var version: Int { 1 }

  public var parameters: [Parameter] {
    switch source.origin {
    case .regionTree(let parameters): parameters.named.map { Parameter($0.name, $0.value) }
    case .folder: []
    case .sam(let sam): sam.settings.selection.named.map { Parameter($0.name, $0.value) }
    case .simulated(let masks): masks.named.map { Parameter($0.name, $0.value) }
    case .arranged(_, let arrangement): [Parameter("arrangement", arrangement.name)]
    }
  }

  public var prerequisites: [any Step] {
    switch source.origin {
    case .sam(let sam): [CandidateStep(sam)]
    case .arranged(let source, _): [MaskStep(source)] + MaskStep(source).prerequisites
    case .regionTree, .folder, .simulated: []
    }
  }

  public func inputs(at bench: Bench) throws -> [StepInput] {
    switch source.origin {
    case .regionTree: [try bench.photographInput()]
    case .folder(let path): [StepInput("masks", try bench.digest(ofMasksIn: path))]
    case .sam(let sam): [StepInput("candidates", try bench.key(of: CandidateStep(sam)))]
    case .simulated: try bench.truthRegionInputs() + [StepInput("id", text: "\(bench.sample.id)")]
    case .arranged(let source, _): [StepInput("masks", try bench.key(of: MaskStep(source)))]
    }
  }

  public func output(at bench: Bench) throws -> MaskSet {
    switch source.origin {
    case .regionTree(let parameters):
      return RegionTreeGenerator(parameters).masks(for: try bench.photograph().image)
    case .folder(let path):
      let (width, height) = try bench.size()
      return try MaskFolder(path: path).masks(
        id: bench.sample.id.name, width: width, height: height)
    case .sam(let sam):
      return try bench.candidates(from: sam).filtered(by: sam.settings.selection)
    case .simulated(let masks):
      return masks.masks(of: try bench.truthRegions(), id: "\(bench.sample.id)")
    case .arranged(let source, let arrangement):
      return arrangement.applied(to: try bench.output(of: MaskStep(source)))
    }
  }
}

extension MaskSet: Storable {
  public var stored: [UInt8] { packed() }
  public init(stored: [UInt8]) throws { try self.init(packed: stored) }
}

extension Bench {
  /// The masks of this image from `source`, made if need be.
  ///
  /// Throws: `MaskSizeDiffers` where they do not fit the labels, and what the step throws.
  public func masks(from source: MaskSource) throws -> MaskSet {
    let masks = try output(of: MaskStep(source))
    let (width, height) = try size()
    // Masks of a photograph are made, and kept, whatever the size of its truth.
    guard masks.width == width, masks.height == height else {
      throw MaskSizeDiffers(
        id: sample.id, masks: "\(masks.width)×\(masks.height)", labels: "\(width)×\(height)")
    }
    return masks
  }

  /// One digest for all mask files of this image: over the size they must have, their names and
  /// their contents.
  func digest(ofMasksIn folder: String) throws -> Digest {
    if let known = maskDigests[folder] { return known }
    let (width, height) = try size()
    var bytes = Array("\(width)×\(height)".utf8)
    for file in try MaskFolder(path: folder).files(of: sample.id.name) {
      bytes += Array(file.utf8.dropFirst(folder.utf8.count)) + [0]
      bytes += try digest(ofFile: file).bytes
    }
    let digest = Digest(of: bytes)
    maskDigests[folder] = digest
    return digest
  }
}

/// The masks of an image do not have the size of its labels.
public struct MaskSizeDiffers: Error, Equatable, CustomStringConvertible {
  public let id: ImageID
  /// Width × height in pixels.
  public let masks: String
  public let labels: String

  public init(id: ImageID, masks: String, labels: String) {
    (self.id, self.masks, self.labels) = (id, masks, labels)
  }

  public var description: String {
    "image \(id): the masks are \(masks) pixels where the labels are \(labels)"
  }
}
