import Testing
import Vision

@Suite struct TapeTests {
  @Test("a loss of 1 000 and of −1 000 is finite and right")
  func largeLogits() {
    var tape = Tape()
    let logits = tape.watched(Tensor([1000, -1000], shape: [2]))
    let loss = tape.multiLabelSoftMarginLoss(logits, targets: [0, 1])
    #expect(loss.value.values == [1000])
    #expect(tape.gradients(of: loss)[logits]?.values == [0.5, -0.5])
  }

  @Test("parameters that a result does not depend on have a gradient of zero")
  func unusedParameters() {
    var parameters = ParameterSet()
    parameters.add("used", Tensor([3], shape: [1]))
    parameters.add("unused", Tensor([1, 2], shape: [2]))
    var tape = Tape(parameters)
    let used = tape.parameter("used")
    let loss = tape.total(tape.multiplied(used, tape.parameter("used")))
    let gradients = tape.gradients(of: loss).parameters
    #expect(gradients["used"].values == [6])
    #expect(gradients["unused"] == Tensor([0, 0], shape: [2]))
    #expect(gradients.isAligned(with: parameters))
  }

  @Test("what depends on constants alone has no gradient")
  func constants() {
    var tape = Tape()
    let watched = tape.watched(Tensor([1], shape: [1]))
    let loss = tape.total(tape.constant(Tensor([2], shape: [1])))
    #expect(tape.gradients(of: loss)[watched] == nil)
  }

  @Test("enlarging is linear between the centres of entries, and flat beyond them")
  func resizing() {
    var tape = Tape()
    let map = tape.constant(Tensor([0, 4], shape: [1, 2, 1]))
    #expect(tape.resized(map, rows: 2, columns: 4).value.values == [0, 1, 3, 4, 0, 1, 3, 4])
  }
}
