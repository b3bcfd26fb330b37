import Testing
import Vision

@Suite("SAM: where the mask generator looks")
struct SAMGeneratorGeometryTests {
  @Test("crop boxes are the reference's, but for those without a pixel")
  func crops() throws {
    struct Case: Decodable {
      var size: [Int]
      var layers: Int
      var overlap: Double
      var boxes: [[Int]]
      var layer: [Int]
    }
    for golden in try SAMFixtures.golden("crop_boxes", as: [Case].self) {
      var sampling = MaskSampling()
      sampling.cropLayers = golden.layers
      sampling.cropOverlap = golden.overlap
      let crops = ImageCrop.crops(
        width: golden.size[1], height: golden.size[0], sampling: sampling)
      let expected = zip(golden.boxes, golden.layer)
        .map { ImageCrop(box: PixelBox(edges: $0), layer: $1) }.filter { $0.box.area > 0 }
      #expect(crops == expected, "\(golden.size), \(golden.layers) layers, \(golden.overlap)")
    }
  }

  @Test("points are the reference's to the last bit, layer by layer")
  func grids() throws {
    struct Case: Decodable {
      var side: Int
      var layers: Int
      var scale: Int
      var grids: [[[Double]]]
    }
    for golden in try SAMFixtures.golden("point_grids", as: [Case].self) {
      var sampling = MaskSampling()
      sampling.pointsPerSide = golden.side
      sampling.pointsDownscale = golden.scale
      for (layer, grid) in golden.grids.enumerated() {
        for (width, height) in [(500, 375), (33, 1)] {
          let crop = ImageCrop(
            box: PixelBox(minX: 7, minY: 9, maxX: 7 + width, maxY: 9 + height), layer: layer)
          let points = crop.points(perSide: sampling.pointsPerSide(inLayer: layer))
          #expect(
            points == grid.map { SIMD2($0[0] * Double(width), $0[1] * Double(height)) },
            "\(golden.side) points, layer \(layer)")
        }
      }
    }
  }

  @Test("a box near an edge of the crop, but not of the picture, was cut")
  func edges() throws {
    struct Case: Decodable {
      var crop: [Int]
      var image: [Int]
      var boxes: [[Int]]
      var near: [Bool]
    }
    for golden in try SAMFixtures.golden("crop_edge", as: [Case].self) {
      let crop = ImageCrop(box: PixelBox(edges: golden.crop), layer: 1)
      let (x, y) = (crop.box.minX, crop.box.minY)
      let boxes = SAMFixtures.boxes(
        golden.boxes.map { [$0[0] + x, $0[1] + y, $0[2] + x, $0[3] + y] })
      let cut = boxes.map {
        crop.cuts($0, imageWidth: golden.image[2], imageHeight: golden.image[3])
      }
      #expect(cut == golden.near, "\(golden.crop)")
    }
  }

  @Test("pictures are given the reference's size in the frame, and a pixel where it gives none")
  func shapes() throws {
    struct Case: Decodable {
      var size: [Int]
      var side: Int
      var resized: [Int]
    }
    for golden in try SAMFixtures.golden("resize_shapes", as: [Case].self) {
      let frame = ImageFrame(
        imageWidth: golden.size[1], imageHeight: golden.size[0], side: golden.side)
      #expect(
        [frame.height, frame.width] == golden.resized.map { max(1, $0) },
        "\(golden.size) in \(golden.side)")
    }
  }

  @Test("points and boxes come to the reference's places in the frame, and back")
  func coordinates() throws {
    struct Case: Decodable {
      var size: [Int]
      var side: Int
      var points: [[Double]]
      var boxes: [[Double]]
      var applied_points: [[Double]]
      var applied_boxes: [[Double]]
    }
    for golden in try SAMFixtures.golden("coordinates", as: [Case].self) {
      let frame = ImageFrame(
        imageWidth: golden.size[1], imageHeight: golden.size[0], side: golden.side)
      for (point, applied) in zip(golden.points, golden.applied_points) {
        let framed = frame.framePoint(SIMD2(point[0], point[1]))
        #expect(framed == SIMD2(applied[0], applied[1]))
        let back = frame.imagePoint(framed) - SIMD2(point[0], point[1])
        #expect(max(abs(back.x), abs(back.y)) < 1e-12)
      }
      for (box, applied) in zip(golden.boxes, golden.applied_boxes) {
        let framed = frame.frameBox(SIMD4(box[0], box[1], box[2], box[3]))
        #expect(framed == SIMD4(applied[0], applied[1], applied[2], applied[3]))
        let back = frame.imageBox(framed) - SIMD4(box[0], box[1], box[2], box[3])
        #expect(max(abs(back.min()), abs(back.max())) < 1e-12)
      }
    }
  }
}
