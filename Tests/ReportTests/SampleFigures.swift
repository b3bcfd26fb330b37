import Report

/// A small line plot with a band, rotated text, an image grid and a clip: everything that a canvas
/// is asked for, at sizes that scale with the width.
struct SampleFigure: Figure {
  var image: EncodedImage?

  func height(forWidth width: Double) -> Double { (width * 0.56).rounded() }

  func draw(on canvas: inout some Canvas) {
    let (w, h) = (canvas.size.width, canvas.size.height)
    let plot = Rect(x: 34, y: 10, width: w - 44, height: h - 44)
    let label = TextStyle(size: 8)
    for step in 0...4 {
      let y = plot.maxY - plot.height * Double(step) / 4
      canvas.stroke(
        .polyline([Point(plot.minX, y), Point(plot.maxX, y)]), Stroke(.line, width: 0.5))
      canvas.text(
        "\(61 + step)", at: Point(plot.minX - 6, y + 3), style: label, ink: .soft,
        alignment: .trailing, rotation: 0)
    }
    let points = [0.1, 0.42, 0.7, 0.88, 0.94, 0.9, 0.66].enumerated().map {
      Point(plot.minX + plot.width * Double($0.offset) / 6, plot.maxY - plot.height * $0.element)
    }
    let band =
      points.map { Point($0.x, $0.y - 12) } + points.reversed().map { Point($0.x, $0.y + 12) }
    canvas.clip(to: plot) { clipped in
      clipped.fill(.polygon(band), .series(5, opacity: 0.16))
      clipped.stroke(.polyline(points), Stroke(.series(5), width: 1.5))
      clipped.stroke(
        .polyline(points.map { Point($0.x, $0.y + 24) }), Stroke(.series(6), dash: [4, 3]))
    }
    for point in points { canvas.fill(.circle(center: point, radius: 2.4), .series(5)) }
    for (index, point) in points.enumerated() {
      canvas.text(
        "0.\(index + 3)", at: Point(point.x, plot.maxY + 12), style: label, ink: .soft,
        alignment: .center, rotation: 0)
    }
    canvas.text(
      "box-nms-thresh", at: Point(plot.midX, h - 8), style: label, ink: .soft, alignment: .center,
      rotation: 0)
    canvas.text(
      "mIoU, %", at: Point(9, plot.midY), style: label, ink: .series(5), alignment: .center,
      rotation: -90)
    canvas.text(
      "SAM’s default", at: Point(points[4].x, points[4].y - 8),
      style: TextStyle(size: 8, weight: .semibold), ink: .ink, alignment: .center, rotation: 0)
    if let image {
      canvas.image(
        image, in: Rect(x: plot.minX + 8, y: plot.minY + 8, width: 24, height: 18), smooth: false)
    }
  }
}
