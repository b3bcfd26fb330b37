import ArgumentParser
import Experiments
import Vision

/// The options of `amg.py` that decide which masks there are. Each that is given takes the place of
/// the preset's value.
struct MaskGeneratorOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      """
      \(Self.presetNames): the defaults of amg.py, how the SA-1B data set was made, how FMA-WSSS \
      asked SAM, nearly every mask there is, sam-nano’s own (default: sam-nano for sam-nano, \
      else reference).
      """))
  var preset: String?

  @Option(help: "Points asked along each side of the image.")
  var pointsPerSide: Int?

  @Option(help: "Read for amg.py’s sake; no result depends on it.")
  var pointsPerBatch: Int?

  @Option(help: "Masks must have a predicted IoU above this.")
  var predIouThresh: Float?

  @Option(help: "Masks must have a stability of at least this.")
  var stabilityScoreThresh: Float?

  @Option(help: "By how much the mask threshold is moved to measure stability.")
  var stabilityScoreOffset: Float?

  @Option(help: "Of two masks whose boxes overlap more, the one of lower predicted IoU goes.")
  var boxNmsThresh: Double?

  @Option(help: "Layers of crops besides the whole image; layer n has 2ⁿ × 2ⁿ.")
  var cropNLayers: Int?

  @Option(help: "Of two masks of different crops that overlap more, that of the larger crop goes.")
  var cropNmsThresh: Double?

  @Option(help: "By how much of the image’s short side the crops of the first layer overlap.")
  var cropOverlapRatio: Double?

  @Option(help: "What the points of each layer are divided by.")
  var cropNPointsDownscaleFactor: Int?

  @Option(help: "Holes and islands of fewer pixels are removed.")
  var minMaskRegionArea: Int?

  static var presetNames: String {
    MaskGeneratorSettings.presets.map(\.name).joined(separator: ", ")
  }

  /// Throws: `ValidationError` for an unknown preset or a value out of its bounds.
  func check() throws {
    if let preset, Self.preset(preset) == nil {
      throw ValidationError("--preset takes \(Self.presetNames), not “\(preset)”")
    }
    do {
      // A model's own preset differs from this in what no option's bounds depend on.
      try settings(for: .vitH).validate()
    } catch {
      throw ValidationError("--\(error)")
    }
  }

  /// nil where there is no preset of that name.
  static func preset(_ name: String) -> MaskGeneratorSettings? {
    MaskGeneratorSettings.presets.first { $0.name == name }?.settings
  }

  func settings(for model: SAMConfiguration) -> MaskGeneratorSettings {
    var settings = preset.flatMap(Self.preset) ?? model.usualSettings
    if let pointsPerSide { settings.sampling.pointsPerSide = pointsPerSide }
    if let pointsPerBatch { settings.sampling.pointsPerBatch = pointsPerBatch }
    if let predIouThresh { settings.selection.predictedIoU = predIouThresh }
    if let stabilityScoreThresh { settings.selection.stability = stabilityScoreThresh }
    if let stabilityScoreOffset { settings.sampling.stabilityOffset = stabilityScoreOffset }
    if let boxNmsThresh { settings.selection.boxNMS = boxNmsThresh }
    if let cropNLayers { settings.sampling.cropLayers = cropNLayers }
    if let cropNmsThresh { settings.selection.cropNMS = cropNmsThresh }
    if let cropOverlapRatio { settings.sampling.cropOverlap = cropOverlapRatio }
    if let cropNPointsDownscaleFactor {
      settings.sampling.pointsDownscale = cropNPointsDownscaleFactor
    }
    if let minMaskRegionArea { settings.selection.minimumRegionArea = minMaskRegionArea }
    return settings
  }
}
