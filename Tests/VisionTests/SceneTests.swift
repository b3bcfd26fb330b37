import Testing
import Vision

@Suite struct SceneTests {
  private static let scenes = (0..<20).map { Scene.draw(index: $0, seed: 3) }

  @Test("a scene does not depend on what was drawn before, but on its index and seed")
  func deterministic() {
    #expect(Scene.draw(index: 7, seed: 3) == Self.scenes[7])
    #expect(Scene.draw(index: 7, seed: 4).image != Self.scenes[7].image)
    #expect(Scene.draw(index: 8, seed: 3).image != Self.scenes[7].image)
  }

  @Test("the first scene of a seed has the pixels that it has on every machine")
  func golden() {
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    let scene = Self.scenes[0]
    for byte in scene.image.pixels + scene.parts.labels {
      hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3
    }
    // Recorded from the program itself; a change asks for a new SceneDataset.drawingVersion.
    #expect(hash == 0)
  }

  @Test("classes, instances and parts agree in every pixel")
  func labelsAgree() {
    for scene in Self.scenes {
      let kinds = Dictionary(uniqueKeysWithValues: scene.objects.map { ($0.instance, $0.kind) })
      var disagreements = 0
      for pixel in scene.classes.labels.indices {
        let instance = scene.instances.labels[pixel]
        let (label, part) = (scene.classes.labels[pixel], scene.parts.labels[pixel])
        if instance == 0 {
          if label != 0 || part != 0 { disagreements += 1 }
        } else if kinds[instance]?.rawValue != label || part / 10 != label
          || Int(part % 10) >= (kinds[instance]?.partNames.count ?? 0)
        {
          disagreements += 1
        }
      }
      #expect(disagreements == 0)
    }
  }

  @Test("objects state the area and the box of their visible pixels")
  func objects() {
    for scene in Self.scenes {
      #expect(!scene.objects.isEmpty)
      for object in scene.objects {
        let mask = RunLengthMask(BinaryMask(scene.instances, equalTo: object.instance))
        #expect(mask.count == object.area && mask.boundingBox == object.box)
      }
    }
  }

  @Test("ten scenes in a row hold every class")
  func everyClass() {
    for ten in [0, 10] {
      let seen = Self.scenes[ten..<ten + 10].flatMap { $0.objects.map(\.kind) }
      #expect(SceneClass.allCases.allSatisfy(seen.contains))
    }
  }

  @Test("labels follow the drawn contours: colours change across them, not beside them")
  func contoursAreExact() {
    // Mean colour step over label contours against the step two pixels further in.
    var (across, inside, pairs) = (0, 0, 0)
    for scene in Self.scenes {
      let (width, image) = (scene.image.width, scene.image.pixels)
      for y in 0..<scene.image.height {
        for x in 3..<width - 3 where scene.instances[x, y] != scene.instances[x + 1, y] {
          let at = (y * width + x) * 3
          let own = scene.parts[x, y]
          guard own != 0, scene.parts[x - 2, y] == own, scene.parts[x - 3, y] == own else {
            continue
          }
          for channel in 0..<3 {
            across += abs(Int(image[at + channel - 3]) - Int(image[at + channel + 6]))
            inside += abs(Int(image[at + channel - 9]) - Int(image[at + channel - 6]))
          }
          pairs += 1
        }
      }
    }
    #expect(pairs > 500)
    #expect(across > 5 * inside)
  }

  @Test("the void band lies on contours only and is as wide as asked")
  func contourBand() {
    var parameters = SceneParameters()
    parameters.contourWidth = 4
    let banded = Scene.draw(index: 0, seed: 3, parameters: parameters)
    let plain = Self.scenes[0]
    #expect(banded.instances == plain.instances && banded.image == plain.image)
    var widest = 0
    for pixel in plain.classes.labels.indices {
      let label = banded.classes.labels[pixel]
      #expect(label == LabelMap.void || label == plain.classes.labels[pixel])
    }
    for y in 0..<plain.image.height {
      for x in 0..<plain.image.width - 1
      where plain.instances[x, y] != plain.instances[x + 1, y] {
        #expect(banded.classes[x, y] == LabelMap.void)
        #expect(banded.classes[x + 1, y] == LabelMap.void)
        widest += 1
      }
    }
    #expect(widest > 100)
  }

  @Test("pictures have the longer side that was asked for", arguments: [100, 500])
  func size(side: Int) {
    var parameters = SceneParameters()
    parameters.longerSide = side
    for index in 0..<6 {
      let image = Scene.draw(index: index, seed: 1, parameters: parameters).image
      #expect(max(image.width, image.height) == side)
    }
  }

  @Test("class names start with background and stand at their labels")
  func names() {
    #expect(SceneClasses.names.count == SceneClass.allCases.count + 1)
    for kind in SceneClass.allCases {
      #expect(SceneClasses.names[Int(kind.rawValue)] == kind.name)
      #expect(SceneSetting.allCases.contains { $0.residents.contains(kind) })
      #expect(kind.partLabel(kind.partNames.count - 1) < LabelMap.void)
    }
  }
}
