extension MaskGeneratorSettings {
  /// The reference's defaults: 32² points over the whole picture.
  public static let reference = MaskGeneratorSettings()

  /// As the SA-1B data set was annotated: two layers of crops, 4 and 16, asked 16² and 8² points;
  /// small regions and masks of nearly the whole picture removed.
  /// Source: Kirillov et al., Segment Anything, ICCV 2023, appendix B.
  public static let sa1b: MaskGeneratorSettings = {
    var settings = MaskGeneratorSettings()
    settings.sampling.cropLayers = 2
    settings.sampling.pointsDownscale = 2
    settings.selection.minimumRegionArea = 100
    settings.selection.maximumAreaShare = 0.95
    return settings
  }()

  /// As FMA-WSSS asked SAM ViT-H: looser thresholds and one layer of crops with half the points a
  /// side.
  /// Source: Yang and Gong, Foundation Model Assisted WSSS, WACV 2024; the values are those of
  /// segment-anything's example notebook.
  public static let fma: MaskGeneratorSettings = {
    var settings = MaskGeneratorSettings()
    settings.sampling.cropLayers = 1
    settings.sampling.pointsDownscale = 2
    settings.selection.predictedIoU = 0.86
    settings.selection.stability = 0.92
    settings.selection.minimumRegionArea = 100
    return settings
  }()

  /// Nearly every mask there is, for object proposals: 64² points, no thresholds, a lenient box NMS.
  /// Source: Kirillov et al., Segment Anything, ICCV 2023, appendix D.3.
  public static let proposals: MaskGeneratorSettings = {
    var settings = MaskGeneratorSettings()
    settings.sampling.pointsPerSide = 64
    settings.selection.predictedIoU = 0
    settings.selection.stability = 0
    settings.selection.boxNMS = 0.9
    return settings
  }()

  /// For sam-nano: a quarter of the points, and thresholds where its own predictions part good masks
  /// from bad ones.
  /// Source: docs/model-card-sam-nano.md.
  public static let nano: MaskGeneratorSettings = {
    var settings = MaskGeneratorSettings()
    settings.sampling.pointsPerSide = 16
    settings.selection.predictedIoU = 0.7
    settings.selection.stability = 0.9
    return settings
  }()

  /// The presets by name, in the order in which a help text lists them.
  public static let presets: [(name: String, settings: MaskGeneratorSettings)] = [
    ("reference", .reference), ("sa-1b", .sa1b), ("fma", .fma), ("proposals", .proposals),
    ("sam-nano", .nano),
  ]
}
