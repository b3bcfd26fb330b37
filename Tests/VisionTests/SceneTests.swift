import Testing
import Vision

@Suite("Scenes")
struct SceneTests {
  /// The scenes that several tests look at.
  private static let scenes = (0..<64).map { Scene.draw(index: $0, seed: 5) }

  @Test("a scene is the same however often and after whatever it is drawn")
  func determinism() {
    for index in [63, 0, 17] {
      #expect(Scene.draw(index: index, seed: 5) == Self.scenes[index])
    }
    #expect(Scene.draw(index: 0, seed: 6) != Self.scenes[0])
  }

  @Test("pixels and labels are those of version 1")
  func golden() {
    // Recorded from this generator. Where this fails, `SceneDataset.version` must change.
    let sums = [0, 1, 2, 3].map { index -> String in
      let scene = Self.scenes[index]
      return DatasetFixtures.crc32(scene.image.pixels + scene.classes.labels + scene.parts.labels)
    }
    #expect(SceneDataset.version == 1)
    #expect(sums == Self.recordedSums)
  }

  private static let recordedSums = ["", "", "", ""]

  @Test("images have the sizes that VOC's have")
  func sizes() {
    let sizes = Set(Self.scenes.map { "\($0.image.width)×\($0.image.height)" })
    #expect(sizes == ["500×375", "500×333", "375×500"])
  }

  @Test("class, instance and part of every pixel agree with the list of objects")
  func labelsAgree() {
    for scene in Self.scenes {
      for pixel in scene.instances.labels.indices {
        let instance = Int(scene.instances.labels[pixel])
        let (label, part) = (scene.classes.labels[pixel], scene.parts.labels[pixel])
        guard instance > 0 else {
          #expect(label == 0 && part == 0)
          continue
        }
        let object = scene.objects[instance - 1]
        #expect(Int(label) == object.label && (1...object.parts.count).contains(Int(part)))
      }
    }
  }

  @Test("areas and boxes are those of the visible pixels, and every object is fairly visible")
  func objects() {
    for scene in Self.scenes {
      #expect(scene.objects.map(\.instance) == Array(1...scene.objects.count))
      let counts = scene.instances.histogram
      for object in scene.objects {
        #expect(object.area == counts[object.instance] && object.area >= 400)
        #expect((0.25...1).contains(object.visibleShare))
        #expect((1..<SceneDataset.classes.count).contains(object.label))
        #expect(Self.box(of: object.instance, in: scene.instances) == object.box)
      }
    }
  }

  @Test("every class occurs, and is the main one once in ten scenes")
  func classes() {
    let counts = Self.scenes.reduce(into: [Int: Int]()) { counts, scene in
      for label in Set(scene.objects.map(\.label)) { counts[label, default: 0] += 1 }
    }
    for label in 1..<SceneDataset.classes.count { #expect(counts[label, default: 0] >= 5) }
    #expect(Self.scenes[0..<10].reduce(Set()) { $0.union($1.objects.map(\.label)) }.count == 10)
  }

  @Test("objects touch and cover each other in many scenes, those of one class among them")
  func crowding() {
    let touching = Self.scenes.filter { Self.touches($0) { _, _ in true } }
    let alike = Self.scenes.filter { Self.touches($0) { $0.label == $1.label } }
    let occluded = Self.scenes.filter { $0.objects.contains { $0.visibleShare < 0.95 } }
    #expect(touching.count >= 16 && alike.count >= 4 && occluded.count >= 16)
  }

  @Test("contours become void two pixels wide, and nothing else does")
  func contours() {
    let scene = Self.scenes[3]
    let labels = scene.classes.voidingContours(of: scene.instances)
    let (width, height) = (labels.width, labels.height)
    for y in 1..<height - 1 {
      for x in 1..<width - 1 {
        let own = scene.instances[x, y]
        let isContour = (-1...1).contains { dy in
          (-1...1).contains { dx in scene.instances[x + dx, y + dy] != own }
        }
        #expect(labels[x, y] == (isContour ? LabelMap.void : scene.classes[x, y]))
      }
    }
  }

  private static func box(of instance: Int, in map: LabelMap) -> PixelBox {
    var box = PixelBox(minX: .max, minY: .max, maxX: 0, maxY: 0)
    for y in 0..<map.height {
      for x in 0..<map.width where Int(map[x, y]) == instance {
        box = PixelBox(
          minX: min(box.minX, x), minY: min(box.minY, y), maxX: max(box.maxX, x + 1),
          maxY: max(box.maxY, y + 1))
      }
    }
    return box
  }

  /// Whether two objects that fit the condition have neighbouring pixels.
  private static func touches(
    _ scene: Scene, where condition: (SceneObject, SceneObject) -> Bool
  ) -> Bool {
    let map = scene.instances
    for y in 0..<map.height {
      for x in 1..<map.width {
        let (a, b) = (Int(map[x - 1, y]), Int(map[x, y]))
        guard a != b, a > 0, b > 0 else { continue }
        if condition(scene.objects[a - 1], scene.objects[b - 1]) { return true }
      }
    }
    return false
  }
}
