import Testing
import Vision

@Suite("SAM: settings of the mask generator")
struct SAMGeneratorSettingsTests {
  @Test("presets are valid and have the published values")
  func presets() throws {
    #expect(
      MaskGeneratorSettings.presets.map(\.name)
        == ["reference", "sa-1b", "fma", "proposals", "sam-nano"])
    for preset in MaskGeneratorSettings.presets { try preset.settings.validate() }
    let reference = MaskGeneratorSettings.reference
    #expect(reference.sampling.pointsPerSide == 32 && reference.sampling.cropLayers == 0)
    #expect(reference.selection.predictedIoU == 0.88 && reference.selection.stability == 0.95)
    let sa1b = MaskGeneratorSettings.sa1b
    #expect((0...2).map { sa1b.sampling.pointsPerSide(inLayer: $0) } == [32, 16, 8])
    let crops = ImageCrop.crops(width: 500, height: 375, sampling: sa1b.sampling)
    #expect((0...2).map { layer in crops.count { $0.layer == layer } } == [1, 4, 16])
    #expect(MaskGeneratorSettings.proposals.selection.boxNMS == 0.9)
  }

  @Test("a value out of its bounds is named with what is allowed")
  func bounds() {
    var settings = MaskGeneratorSettings.reference
    settings.sampling.pointsPerSide = 0
    #expect(
      throws: MaskGeneratorSettingsError.outOfBounds(
        setting: "points-per-side", value: 0, allowed: 1...256)
    ) { try settings.validate() }
    settings = .reference
    settings.selection.boxNMS = .nan
    #expect(throws: MaskGeneratorSettingsError.self) { try settings.validate() }
    settings = .reference
    settings.selection.maximumAreaShare = -0.5
    let error = #expect(throws: MaskGeneratorSettingsError.self) { try settings.validate() }
    #expect(error?.description == "max-area-share is -0.5; choose a value from 0 to 1")
    settings = .reference
    settings.sampling.pointsPerSide = 3
    settings.sampling.cropLayers = 2
    settings.sampling.pointsDownscale = 2
    #expect(
      throws: MaskGeneratorSettingsError.noPointsInLayer(2, pointsPerSide: 3, pointsDownscale: 2)
    ) { try settings.validate() }
    let pixel = RGBImage(width: 1, height: 1, pixels: [1, 2, 3])
    #expect(throws: MaskGeneratorSettingsError.self) {
      try AutomaticMaskGenerator(ArithmeticNetwork()).masks(for: pixel, settings)
    }
  }

  @Test("settings that no result depends on are not among the named ones")
  func named() {
    var settings = MaskGeneratorSettings.reference
    settings.sampling.pointsPerBatch = 1
    let (a, b) = (settings.named, MaskGeneratorSettings.reference.named)
    #expect(a.map(\.name) == b.map(\.name) && a.map(\.value) == b.map(\.value))
    #expect(Set(a.map(\.name)).count == 11)
  }
}
