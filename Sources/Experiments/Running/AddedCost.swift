/// What one way to make labels takes beyond another.
public struct AddedCost: Sendable, Hashable {
  /// CPU seconds an image takes, on average.
  public var secondsPerImage: Double
  /// CPU seconds of what is done once for all images, such as training.
  public var secondsOnce: Double
  /// The process' largest resident size while any of it was done.
  public var peakBytes: Int
  /// The images that it was measured on.
  public var images: Int

  /// CPU seconds for another number of images; what is done once grows with them too.
  public func seconds(forImages count: Int) -> Double {
    Double(count) * (secondsPerImage + secondsOnce / Double(max(1, images)))
  }
}

extension Lab {
  /// What the steps behind `step` took that are not behind `baseline`, as recorded when each was
  /// made. Neither step's own cost counts: it is that of scoring.
  public func addedCost(of step: some Step, beyond baseline: some Step) -> AddedCost {
    let known = Set(stages(of: [baseline]).compactMap(key))
    var cost = AddedCost(
      secondsPerImage: 0, secondsOnce: 0, peakBytes: 0, images: study.samples.count)
    for stage in stages(of: [step]).dropLast() {
      guard let key = key(of: stage), !known.contains(key) else { continue }
      switch stage {
      case .image(let step):
        let row = self.cost(of: step)
        cost.secondsPerImage += row.cpuSeconds / Double(max(1, row.images))
        cost.peakBytes = max(cost.peakBytes, row.peakBytes)
      case .set(let step):
        let row = self.cost(of: step)
        cost.secondsOnce += row.cpuSeconds
        cost.peakBytes = max(cost.peakBytes, row.peakBytes)
      }
    }
    return cost
  }

  private func key(of stage: StepOrder.Stage) -> Digest? {
    switch stage {
    case .image(let step): return keyOfFirst(step)
    case .set(let step):
      if case .success(let key) = Result(catching: { try key(of: step) }) { return key }
      return nil
    }
  }
}
