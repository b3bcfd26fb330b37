extension BarChart {
  func drawGroup(_ category: Int, in frame: BarFrame, on canvas: inout some Canvas) {
    for index in series.indices {
      let lane = frame.lane(index, of: series.count, in: category)
      guard let bar = bar(index, category) else {
        frame.drawLabel("—", beyond: frame.base, isNegative: false, lane: lane, on: &canvas)
        continue
      }
      let (look, texture) = SeriesLook.bar(index, of: series.count)
      canvas.bar(
        frame.rect(from: frame.base, to: bar.value, lane: lane), ink: look.color,
        texture: texture)
      var end = bar.value
      let isNegative = bar.value < frame.base
      if let low = bar.low, let high = bar.high, low.isFinite, high.isFinite {
        frame.drawWhisker(from: low, to: high, lane: lane, on: &canvas)
        end = isNegative ? min(end, low) : max(end, high)
      }
      if showsValues {
        frame.drawLabel(
          label(bar.value), beyond: end, isNegative: isNegative, lane: lane, on: &canvas)
      }
    }
  }

  func drawStack(_ category: Int, in frame: BarFrame, on canvas: inout some Canvas) {
    let lane = frame.lane(0, of: 1, in: category)
    var ends = (positive: 0.0, negative: 0.0)
    for index in series.indices {
      guard let value = bar(index, category)?.value else { continue }
      let start = value > 0 ? ends.positive : ends.negative
      let (look, texture) = SeriesLook.bar(index, of: series.count)
      canvas.bar(
        frame.rect(from: start, to: start + value, lane: lane), ink: look.color, texture: texture)
      if value > 0 { ends.positive += value } else { ends.negative += value }
    }
    guard showsValues else { return }
    let sum = ends.positive + ends.negative
    let isNegative = ends.positive == 0 && ends.negative < 0
    frame.drawLabel(
      label(sum), beyond: isNegative ? ends.negative : ends.positive, isNegative: isNegative,
      lane: lane, on: &canvas)
  }
}
